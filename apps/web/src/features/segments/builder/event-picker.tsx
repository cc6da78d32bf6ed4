import { useTranslation } from 'react-i18next'
import type { EventFilter } from '@contract/segments/conditions.contract.ts'
import { Picker } from './controls/picker.tsx'
import { useEventNames } from './use-names.ts'

const types = ['track', 'page', 'screen', 'any'] as const

interface EventPickerProps {
  label?: string
  value: EventFilter
  onChange: (value: EventFilter) => void
}

/** Chooses an event by its name, or any of a kind; names that were never seen can be typed. */
export function EventPicker({ label, value, onChange }: EventPickerProps) {
  const { t } = useTranslation('segments')
  const { options, isLoading } = useEventNames()
  return (
    <Picker
      label={label ?? t('builder.event.label')}
      value={value.name === '' ? '' : `${value.type}:${value.name}`}
      valueLabel={value.name}
      placeholder={t('builder.event.choose')}
      options={options}
      isLoading={isLoading}
      listTyped={(text) => types.map((type) => ({ value: `${type}:${text}`, label: t(`builder.event.use.${type}`, { name: text }), group: t('builder.event.group.typed') }))}
      onChange={(chosen) => {
        const colon = chosen.indexOf(':')
        onChange({ ...value, type: types.find((type) => type === chosen.slice(0, colon)) ?? 'track', name: chosen.slice(colon + 1) })
      }}
    />
  )
}
