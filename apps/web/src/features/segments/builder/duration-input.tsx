import { useTranslation } from 'react-i18next'
import type { Duration } from '@contract/segments/conditions.contract.ts'
import { NumberField } from './controls/fields.tsx'
import { Picker } from './controls/picker.tsx'
import classes from './builder.module.css'

const units = ['minutes', 'hours', 'days', 'weeks'] as const

interface DurationInputProps {
  /** What takes this long, for screen readers. */
  label: string
  value: Duration
  onChange: (value: Duration) => void
}

/** A span of time: a number and its unit. */
export function DurationInput({ label, value, onChange }: DurationInputProps) {
  const { t } = useTranslation('segments')
  return (
    <span className={classes.together}>
      <NumberField label={t('builder.duration.amount', { label })} value={value.amount} min={1} max={100_000} isWhole onChange={(amount) => onChange({ ...value, amount })} />
      <Picker
        label={t('builder.duration.unit', { label })}
        value={value.unit}
        options={units.map((unit) => ({ value: unit, label: t(`builder.duration.unitName.${unit}`, { count: value.amount === 1 ? 1 : 2 }) }))}
        onChange={(unit) => onChange({ ...value, unit: units.find((each) => each === unit) ?? value.unit })}
      />
    </span>
  )
}
