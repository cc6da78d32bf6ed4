import { ActionIcon, Button } from '@mantine/core'
import { IconFilterPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventFilter, PropertyFilter } from '@contract/segments/conditions.contract.ts'
import { ComparisonEditor } from './comparison-editor.tsx'
import { Picker } from './controls/picker.tsx'
import { EventPicker } from './event-picker.tsx'
import { labelProperty } from './labels.ts'
import { changeOperator, chooseOperators, findScalarType, isTextComparison } from './operators.ts'
import { usePropertyNames } from './use-names.ts'
import classes from './builder.module.css'

const mostFilters = 10

interface EventFilterEditorProps {
  value: EventFilter
  onChange: (value: EventFilter) => void
  /** How the event is called for screen readers, where a sentence has several. */
  label?: string
  /** Words before the event's name. */
  before?: ReactNode
  /** The rest of the sentence's line, after the event's name. */
  children?: ReactNode
}

/** An event within its sentence, and below it what its properties must be. */
export function EventFilterEditor({ value, onChange, label, before, children }: EventFilterEditorProps) {
  const names = usePropertyNames(value)
  const change = (filters: PropertyFilter[]) => onChange({ ...value, filters })
  const add = () => change([...value.filters, { property: '', operator: 'equals', value: '' }])
  return (
    <>
      <div className={classes.line}>
        {before}
        <EventPicker label={label} value={value} onChange={onChange} />
        {children}
        {value.name !== '' && value.filters.length === 0 && <AddFilter onAdd={add} />}
      </div>
      {value.filters.map((filter, index) => (
        <FilterLine
          // Filters are controlled as a whole and carry no state of their own.
          key={index}
          position={index + 1}
          event={value}
          filter={filter}
          names={names}
          onChange={(next) => change(value.filters.map((each, at) => (at === index ? next : each)))}
          onRemove={() => change(value.filters.filter((_, at) => at !== index))}
        >
          {index === value.filters.length - 1 && value.filters.length < mostFilters && <AddFilter onAdd={add} isMore />}
        </FilterLine>
      ))}
    </>
  )
}

function AddFilter({ onAdd, isMore = false }: { onAdd: () => void; isMore?: boolean }) {
  const { t } = useTranslation('segments')
  return (
    <Button variant="subtle" color="gray" className={classes.quiet} leftSection={<IconFilterPlus size={14} aria-hidden />} onClick={onAdd}>
      {t(isMore ? 'builder.filter.addMore' : 'builder.filter.add')}
    </Button>
  )
}

interface FilterLineProps {
  position: number
  event: EventFilter
  filter: PropertyFilter
  names: ReturnType<typeof usePropertyNames>
  onChange: (filter: PropertyFilter) => void
  onRemove: () => void
  children: ReactNode
}

function FilterLine({ position, event, filter, names, onChange, onRemove, children }: FilterLineProps) {
  const { t } = useTranslation('segments')
  const { property } = filter
  const types = names.findTypes(property)
  const chooseProperty = (next: string) => {
    const nextTypes = names.findTypes(next)
    const { fits } = chooseOperators(nextTypes, true)
    const operator = fits.includes(filter.operator) ? filter.operator : (fits[0] ?? 'equals')
    const comparison = changeOperator({ operator: 'exists' }, operator, findScalarType(nextTypes))
    if (isTextComparison(comparison)) onChange({ property: next, ...comparison })
  }
  return (
    <div className={`${classes.line} ${classes.filter}`} role="group" aria-label={t('builder.filter.label', { position })}>
      <span className={classes.word}>{t(position === 1 ? 'builder.word.where' : 'builder.word.and')}</span>
      <PropertyPicker label={t('builder.filter.property', { position })} value={property} names={names} onChange={chooseProperty} />
      {property !== '' && (
        <ComparisonEditor
          property={property}
          label={labelProperty(property, t)}
          types={types}
          isForProperty
          source={{ kind: 'seen', seen: { event: event.name || '*', type: event.type === 'any' ? undefined : event.type, property } }}
          value={filter}
          onChange={(comparison) => {
            if (isTextComparison(comparison)) onChange({ ...comparison, property })
          }}
        />
      )}
      <ActionIcon size={28} aria-label={t('builder.filter.remove', { position })} title={t('builder.filter.removeShort')} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
      {children}
    </div>
  )
}

interface PropertyPickerProps {
  label: string
  value: string
  names: ReturnType<typeof usePropertyNames>
  onChange: (value: string) => void
}

/** A property of an event by its dotted name. */
export function PropertyPicker({ label, value, names, onChange }: PropertyPickerProps) {
  const { t } = useTranslation('segments')
  return (
    <Picker
      label={label}
      value={value}
      valueLabel={labelProperty(value, t)}
      placeholder={t('builder.property.choose')}
      options={names.options}
      isLoading={names.isLoading}
      listTyped={(text) => [{ value: text, label: t('builder.picker.use', { text }) }]}
      onChange={onChange}
    />
  )
}
