import { useTranslation } from 'react-i18next'
import type { Computation } from '@contract/segments/computed-traits.contract.ts'
import type { EventFilter } from '@contract/segments/conditions.contract.ts'
import { changeFunction, computedFunctions, functionGroups } from './computation.ts'
import { NumberField } from './controls/fields.tsx'
import { Picker } from './controls/picker.tsx'
import { EventFilterEditor } from './event-filter-editor.tsx'
import { labelProperty } from './labels.ts'
import { usePropertyNames } from './use-names.ts'
import { WindowEditor } from './window-editor.tsx'
import classes from './builder.module.css'

interface ComputationEditorProps<Value extends Computation = Computation> {
  value: Value
  onChange: (value: Computation) => void
}

/** What a computed trait is worked out from, as a sentence: "sum of [total] of [Order Completed] at any time". */
export function ComputationEditor({ value, onChange }: ComputationEditorProps) {
  const { t } = useTranslation('segments')
  const picker = (
    <Picker
      label={t('builder.computed.function')}
      value={value.function}
      options={Object.entries(functionGroups).flatMap(([group, functions]) => functions.map((each) => ({ value: each, label: t(`builder.computed.functions.${each}`), group: t(`builder.computed.group.${group}`) })))}
      onChange={(chosen) => {
        const next = computedFunctions.find((each) => each === chosen)
        if (next && next !== value.function) onChange(changeFunction(value, next))
      }}
    />
  )
  if (value.function === 'lifetime_value') {
    return (
      <div className={classes.body}>
        <div className={classes.line}>{picker}</div>
        <p className={classes.remark}>{t('builder.computed.lifetimeHint')}</p>
      </div>
    )
  }
  if (value.function === 'rfm') {
    return (
      <div className={classes.body}>
        <div className={classes.line}>
          {picker}
          <RfmFields value={value} onChange={onChange} />
        </div>
        <p className={classes.remark}>{t(`builder.computed.partHint.${value.part}`)}</p>
      </div>
    )
  }
  return (
    <div className={classes.body}>
      <EventFilterEditor
        value={value.event}
        onChange={(event) => onChange({ ...value, event })}
        before={
          <>
            {picker}
            <BeforeEvent value={value} onChange={onChange} />
          </>
        }
      >
        {'window' in value && <WindowEditor value={value.window} onChange={(window) => onChange({ ...value, window })} />}
      </EventFilterEditor>
    </div>
  )
}

type EventComputation = Extract<Computation, { event: EventFilter }>
type RfmComputation = Extract<Computation, { function: 'rfm' }>
const whichEvents = ['first', 'last'] as const
const parts = ['score', 'recency', 'frequency', 'money'] as const

/** What stands between the function and its event: how many, which property, first or last. */
function BeforeEvent({ value, onChange }: ComputationEditorProps<EventComputation>) {
  const { t } = useTranslation('segments')
  const names = usePropertyNames(value.event)
  if (value.function === 'count') return null
  if (value.function === 'days_since') {
    return (
      <Picker
        label={t('builder.computed.which')}
        value={value.which}
        options={whichEvents.map((which) => ({ value: which, label: t(`builder.computed.whichEvent.${which}`) }))}
        onChange={(which) => onChange({ ...value, which: which === 'first' ? 'first' : 'last' })}
      />
    )
  }
  const hasTime = value.function === 'first' || value.function === 'last'
  const time = hasTime ? [{ value: '$time', label: t('builder.computed.time') }] : []
  return (
    <>
      {value.function === 'last_list' && <NumberField label={t('builder.computed.size')} value={value.size} min={1} max={50} isWhole onChange={(size) => onChange({ ...value, size })} />}
      <Picker
        label={t('builder.computed.property')}
        value={value.property}
        valueLabel={labelProperty(value.property, t)}
        placeholder={t('builder.property.choose')}
        options={[...time, ...names.options]}
        isLoading={names.isLoading}
        listTyped={(text) => [{ value: text, label: t('builder.picker.use', { text }) }]}
        onChange={(property) => onChange({ ...value, property })}
      />
      <span className={classes.word}>{t('builder.computed.of')}</span>
    </>
  )
}

function RfmFields({ value, onChange }: ComputationEditorProps<RfmComputation>) {
  const { t } = useTranslation('segments')
  return (
    <>
      <Picker
        label={t('builder.computed.part')}
        value={value.part}
        options={parts.map((part) => ({ value: part, label: t(`builder.computed.parts.${part}`) }))}
        onChange={(chosen) => onChange({ ...value, part: parts.find((part) => part === chosen) ?? 'score' })}
      />
      <span className={classes.word}>{t('builder.computed.over')}</span>
      <NumberField label={t('builder.computed.days')} value={value.days} min={1} max={3_650} isWhole onChange={(days) => onChange({ ...value, days })} />
      <span className={classes.word}>{t('builder.duration.unitName.days', { count: value.days === 1 ? 1 : 2 })}</span>
    </>
  )
}
