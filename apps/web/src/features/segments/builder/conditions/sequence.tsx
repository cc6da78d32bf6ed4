import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { EventFilter } from '@contract/segments/conditions.contract.ts'
import { defineConditionEditor, type ConditionProps, type LeafOf } from '../condition-editor.ts'
import { Picker } from '../controls/picker.tsx'
import { DurationInput } from '../duration-input.tsx'
import { EventFilterEditor } from '../event-filter-editor.tsx'
import { findDurationGap, findEventGap, findWindowGap, firstGap } from '../gaps.ts'
import { sayDuration, sayEvent, sayVerb, sayWindow } from '../sentence.ts'
import { WindowEditor } from '../window-editor.tsx'
import classes from '../builder.module.css'

type SequenceCondition = LeafOf<'sequence'>
const noEvent: EventFilter = { type: 'track', name: '', filters: [] }
const windowKinds = ['ever', 'sliding'] as const

function SequenceEditor({ value, onChange }: ConditionProps<SequenceCondition>) {
  const { t } = useTranslation('segments')
  return (
    <>
      <EventFilterEditor label={t('builder.sequence.first')} value={value.first} onChange={(first) => onChange({ ...value, first })} before={<span className={classes.word}>{sayVerb(value.first, true, t)}</span>} />
      <EventFilterEditor
        label={t('builder.sequence.second')}
        value={value.second}
        onChange={(second) => onChange({ ...value, second })}
        before={
          <Picker
            label={t('builder.sequence.followed')}
            value={value.isFollowed ? 'yes' : 'no'}
            options={(['yes', 'no'] as const).map((each) => ({ value: each, label: t(`builder.sequence.${each}`, { verb: sayVerb(value.second, each === 'yes', t) }) }))}
            onChange={(chosen) => onChange({ ...value, isFollowed: chosen === 'yes' })}
          />
        }
      >
        <span className={classes.word}>{t('builder.word.within')}</span>
        <DurationInput label={t('builder.sequence.within')} value={value.within} onChange={(within) => onChange({ ...value, within })} />
        <WindowEditor kinds={windowKinds} value={value.window} onChange={(window) => onChange({ ...value, window })} />
      </EventFilterEditor>
      <Without value={value} onChange={onChange} />
    </>
  )
}

/** The event that must not lie between the two. */
function Without({ value, onChange }: ConditionProps<SequenceCondition>) {
  const { t } = useTranslation('segments')
  const { without } = value
  if (!without) {
    return (
      <Button variant="subtle" color="gray" className={classes.quiet} leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onChange({ ...value, without: noEvent })}>
        {t('builder.sequence.addWithout')}
      </Button>
    )
  }
  return (
    <EventFilterEditor label={t('builder.sequence.without')} value={without} onChange={(next) => onChange({ ...value, without: next })} before={<span className={classes.word}>{t('builder.word.without')}</span>}>
      <span className={classes.word}>{t('builder.word.between')}</span>
      <ActionIcon size={28} aria-label={t('builder.sequence.removeWithout')} title={t('builder.sequence.removeWithout')} onClick={() => onChange({ ...value, without: undefined })}>
        <IconX size={14} />
      </ActionIcon>
    </EventFilterEditor>
  )
}

export const sequence = defineConditionEditor({
  type: 'sequence',
  label: 'sequence',
  group: 'behaviour',
  create: () => ({ type: 'sequence', first: noEvent, second: noEvent, within: { amount: 7, unit: 'days' }, isFollowed: true, window: { kind: 'ever' } }),
  Editor: SequenceEditor,
  describe: (value, words) =>
    words.t(value.without ? 'builder.say.sequence.without' : 'builder.say.sequence.plain', {
      verb: sayVerb(value.first, true, words.t),
      first: sayEvent(value.first, words),
      second: sayEvent(value.second, words),
      followed: words.t(`builder.sequence.${value.isFollowed ? 'yes' : 'no'}`, { verb: sayVerb(value.second, value.isFollowed, words.t) }),
      within: sayDuration(value.within, words),
      without: value.without ? sayEvent(value.without, words) : '',
      window: value.window.kind === 'ever' ? '' : `, ${sayWindow(value.window, words)}`,
    }),
  findGap: (value) =>
    firstGap(findEventGap(value.first), findEventGap(value.second), findDurationGap(value.within), value.without ? findEventGap(value.without) : null, findWindowGap(value.window)),
})
