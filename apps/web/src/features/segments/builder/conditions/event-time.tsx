import { useTranslation } from 'react-i18next'
import { defineConditionEditor, type ConditionProps, type LeafOf } from '../condition-editor.ts'
import { DayField } from '../controls/fields.tsx'
import { Picker } from '../controls/picker.tsx'
import { DurationInput } from '../duration-input.tsx'
import { EventFilterEditor } from '../event-filter-editor.tsx'
import { findComparisonGap, findEventGap, firstGap } from '../gaps.ts'
import { sayDate, sayDuration, sayEvent, sayVerb } from '../sentence.ts'
import classes from '../builder.module.css'

type EventTimeCondition = LeafOf<'event_time'>
type EventTime = EventTimeCondition['time']
const operators = ['within_last', 'more_than_ago', 'before', 'after'] as const

function changeTime(previous: EventTime, operator: EventTime['operator']): EventTime {
  if (operator === 'before' || operator === 'after') return { operator, date: 'date' in previous ? previous.date : '' }
  return { operator, length: 'length' in previous ? previous.length : { amount: 30, unit: 'days' } }
}

function EventTimeEditor({ value, onChange }: ConditionProps<EventTimeCondition>) {
  const { t } = useTranslation('segments')
  const { time } = value
  return (
    <EventFilterEditor value={value.event} onChange={(event) => onChange({ ...value, event })} before={<span className={classes.word}>{sayVerb(value.event, true, t)}</span>}>
      <Picker
        label={t('builder.eventTime.which')}
        value={value.which}
        options={(['first', 'last'] as const).map((which) => ({ value: which, label: t(`builder.eventTime.${which}`) }))}
        onChange={(which) => onChange({ ...value, which: which === 'last' ? 'last' : 'first' })}
      />
      <Picker
        label={t('builder.eventTime.when')}
        value={time.operator}
        options={operators.map((operator) => ({ value: operator, label: t(`builder.eventTime.operator.${operator}`) }))}
        onChange={(chosen) => onChange({ ...value, time: changeTime(time, operators.find((each) => each === chosen) ?? 'within_last') })}
      />
      {'date' in time ? (
        <DayField label={t('builder.eventTime.day')} value={time.date.slice(0, 10)} onChange={(date) => onChange({ ...value, time: { ...time, date } })} />
      ) : (
        <DurationInput label={t('builder.eventTime.length')} value={time.length} onChange={(length) => onChange({ ...value, time: { ...time, length } })} />
      )}
      {time.operator === 'more_than_ago' && <span className={classes.word}>{t('builder.word.ago')}</span>}
    </EventFilterEditor>
  )
}

export const eventTime = defineConditionEditor({
  type: 'event_time',
  label: 'eventTime',
  group: 'behaviour',
  create: () => ({ type: 'event_time', event: { type: 'track', name: '', filters: [] }, which: 'first', time: { operator: 'within_last', length: { amount: 30, unit: 'days' } } }),
  Editor: EventTimeEditor,
  describe: ({ event, which, time }, words) =>
    words.t(`builder.say.eventTime.${time.operator}`, {
      verb: sayVerb(event, true, words.t),
      event: sayEvent(event, words),
      which: words.t(`builder.eventTime.${which}`),
      value: 'date' in time ? sayDate(time.date, words) : sayDuration(time.length, words),
    }),
  findGap: ({ event, time }) => firstGap(findEventGap(event), findComparisonGap(time)),
})
