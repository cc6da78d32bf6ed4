import { useTranslation } from 'react-i18next'
import { defineConditionEditor, type ConditionProps } from '../condition-editor.ts'
import { NumberField } from '../controls/fields.tsx'
import { Picker } from '../controls/picker.tsx'
import { aggregates, changeAggregate, changeNegative, countOperators, createEventCondition, findEventConditionGap, isCounted, isNegative, type EventCondition } from '../event-count.ts'
import { EventFilterEditor, PropertyPicker } from '../event-filter-editor.tsx'
import { labelProperty } from '../labels.ts'
import { mark, sayEvent, sayNumber, sayVerb, sayWindow, type Words } from '../sentence.ts'
import { usePropertyNames } from '../use-names.ts'
import { WindowEditor } from '../window-editor.tsx'
import classes from '../builder.module.css'

function EventEditor({ value, onChange }: ConditionProps<EventCondition>) {
  const { t } = useTranslation('segments')
  const isNot = isNegative(value)
  return (
    <EventFilterEditor
      value={value.event}
      onChange={(event) => onChange({ ...value, event })}
      before={
        <Picker
          label={t('builder.event.did')}
          value={isNot ? 'not' : 'did'}
          options={(['did', 'not'] as const).map((each) => ({ value: each, label: sayVerb(value.event, each === 'did', t) }))}
          onChange={(chosen) => onChange(changeNegative(value, chosen === 'not'))}
        />
      }
    >
      {!isNot && <Amount value={value} onChange={onChange} />}
      <WindowEditor value={value.window} onChange={(window) => onChange({ ...value, window })} />
    </EventFilterEditor>
  )
}

/** "at least 3 times", "the sum of total at least 100". */
function Amount({ value, onChange }: ConditionProps<EventCondition>) {
  const { t } = useTranslation('segments')
  const names = usePropertyNames(value.event)
  const { aggregate } = value
  const measure = (
    <Picker
      key="measure"
      label={t('builder.event.measure')}
      value={aggregate.function}
      options={aggregates.map((each) => ({ value: each, label: t(`builder.aggregate.${each}`, { count: value.value === 1 ? 1 : 2 }) }))}
      onChange={(chosen) => onChange(changeAggregate(value, aggregates.find((each) => each === chosen) ?? 'count'))}
    />
  )
  const number = (
    <NumberField key="value" label={t('builder.event.value')} value={value.value} min={isCounted(value) ? 0 : -1e12} max={isCounted(value) ? 1_000 : 1e12} isWhole={isCounted(value)} onChange={(next) => onChange({ ...value, value: next })} />
  )
  const operator = (
    <Picker
      key="operator"
      label={t('builder.event.operator')}
      value={value.operator}
      options={countOperators.map((each) => ({ value: each, label: t(`builder.countOperator.${each}`) }))}
      onChange={(chosen) => onChange({ ...value, operator: countOperators.find((each) => each === chosen) ?? 'at_least' })}
    />
  )
  // Keys keep the measure what it is when its place in the sentence changes, so that it keeps the focus.
  if (aggregate.function === 'count') return [operator, number, measure]
  return [
    <span key="with" className={classes.word}>{t('builder.word.with')}</span>,
    measure,
    <PropertyPicker key="property" label={t('builder.event.property')} value={aggregate.property} names={names} onChange={(property) => onChange({ ...value, aggregate: { ...aggregate, property } })} />,
    operator,
    number,
  ]
}

function describeEvent(value: EventCondition, words: Words): string {
  const { t } = words
  const { aggregate } = value
  const isNot = isNegative(value)
  const parts = { verb: sayVerb(value.event, !isNot, t), event: sayEvent(value.event, words), window: sayWindow(value.window, words), count: Number.isFinite(value.value) ? value.value : 2, n: mark(sayNumber(value.value)) }
  if (isNot) return t('builder.say.did', parts)
  const operator = t(`builder.countOperator.${value.operator}`)
  if (aggregate.function === 'count') return value.operator === 'at_least' && value.value === 1 ? t('builder.say.did', parts) : t('builder.say.didTimes', { ...parts, operator })
  return t('builder.say.didMeasure', { ...parts, operator, measure: t(`builder.aggregate.${aggregate.function}`), property: mark(labelProperty(aggregate.property, t)) })
}

export const event = defineConditionEditor({
  type: 'event',
  label: 'did',
  group: 'behaviour',
  create: createEventCondition,
  more: [{ label: 'didNot', create: () => changeNegative(createEventCondition(), true) }],
  Editor: EventEditor,
  describe: describeEvent,
  findGap: findEventConditionGap,
})
