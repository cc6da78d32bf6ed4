import { Chip, Group, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { toInstant, toLocalTime } from '../../segments/index.ts'
import type { TargetingFieldsProps } from './fields.ts'
import classes from './audience.module.css'

const days = [1, 2, 3, 4, 5, 6, 7] as const
const hours = Array.from({ length: 25 }, (_, hour) => hour)
const sayHour = (hour: number) => `${String(hour).padStart(2, '0')}:00`

/** From when until when, on which days and at which hours, in the workspace's zone. */
export function ScheduleFields({ value, onChange, timezone }: TargetingFieldsProps) {
  const { t } = useTranslation('surveys')
  const { schedule } = value
  const set = (changes: Partial<typeof schedule>) => onChange({ ...value, schedule: { ...schedule, ...changes } })
  const chosen = schedule.weekdays ?? [...days]
  const time = (name: 'startsAt' | 'endsAt') => (
    <TextInput type="datetime-local" label={t(`audience.${name}`)} w={220} value={schedule[name] ? toLocalTime(new Date(schedule[name]), timezone) : ''} onChange={(event) => set({ [name]: toInstant(event.currentTarget.value, timezone) ?? undefined })} />
  )
  return (
    <>
      <div className={classes.line}>{time('startsAt')}{time('endsAt')}</div>
      <div role="group" aria-label={t('audience.weekdays')}>
        <div className={classes.label}>{t('audience.weekdays')}</div>
        <Chip.Group multiple value={chosen.map(String)} onChange={(next) => set({ weekdays: next.length === 7 || next.length === 0 ? undefined : next.map(Number).toSorted() })}>
          <Group gap={6}>{days.map((day) => <Chip key={day} size="sm" value={String(day)}>{t(`audience.weekday.${day}`)}</Chip>)}</Group>
        </Chip.Group>
      </div>
      <div className={classes.line}>
        <Select label={t('audience.fromHour')} w={120} clearable data={hours.slice(0, 24).map((hour) => ({ value: String(hour), label: sayHour(hour) }))} value={schedule.fromHour === undefined ? null : String(schedule.fromHour)} onChange={(hour) => set({ fromHour: hour === null ? undefined : Number(hour) })} />
        <Select label={t('audience.toHour')} w={120} clearable data={hours.slice(1).map((hour) => ({ value: String(hour), label: sayHour(hour) }))} value={schedule.toHour === undefined ? null : String(schedule.toHour)} onChange={(hour) => set({ toHour: hour === null ? undefined : Number(hour) })} />
      </div>
    </>
  )
}
