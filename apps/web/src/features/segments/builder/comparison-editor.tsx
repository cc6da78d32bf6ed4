import { Pill, TagsInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Comparison } from '@contract/segments/conditions.contract.ts'
import { DayField, NumberField, TextField } from './controls/fields.tsx'
import { filterOptions } from './controls/picker-options.ts'
import { Picker } from './controls/picker.tsx'
import controls from './controls/controls.module.css'
import { DurationInput } from './duration-input.tsx'
import { cleanValue, labelValue } from './labels.ts'
import { allOperators, changeOperator, chooseOperators, findScalarType, readScalar, type ObservedType, type Scalar } from './operators.ts'
import { useValueOptions, type ValueSource } from './use-names.ts'
import classes from './builder.module.css'

interface ComparisonEditorProps {
  /** What is compared: a trait or a property, by its name and as it is called. */
  property: string
  label: string
  types: ObservedType[]
  source: ValueSource
  value: Comparison
  onChange: (value: Comparison) => void
  /** Properties of events are not compared as dates or lists. */
  isForProperty?: boolean
}

/** "is at least 100": an operator that fits the value, and what it is compared with. */
export function ComparisonEditor({ types, value, onChange, isForProperty = false, ...rest }: ComparisonEditorProps) {
  const { t } = useTranslation('segments')
  const { fits, others } = chooseOperators(types, isForProperty)
  const toOption = (group?: string) => (operator: string) => ({ value: operator, label: t(`builder.operator.${operator}`), group })
  return (
    <>
      <Picker
        label={t('builder.comparison.label', { property: rest.label })}
        value={value.operator}
        options={[...fits.map(toOption()), ...others.map(toOption(t('builder.comparison.others')))]}
        onChange={(chosen) => {
          const operator = allOperators.find((each) => each === chosen)
          if (operator) onChange(changeOperator(value, operator, findScalarType(types)))
        }}
      />
      <Operand {...rest} types={types} value={value} onChange={onChange} />
    </>
  )
}

function Operand({ property, label, types, source, value, onChange }: Omit<ComparisonEditorProps, 'isForProperty'>) {
  const { t } = useTranslation('segments')
  const name = t('builder.comparison.value', { property: label })
  switch (value.operator) {
    case 'exists': case 'not_exists':
      return null
    case 'equals': case 'not_equals': case 'list_has': case 'list_lacks':
      return <ScalarField label={name} property={property} types={types} source={source} value={value.value} onChange={(next) => onChange({ ...value, value: next })} />
    case 'in': case 'not_in':
      return <ValuesField label={name} property={property} types={types} source={source} values={value.values} onChange={(values) => onChange({ ...value, values })} />
    case 'contains': case 'not_contains': case 'starts_with': case 'ends_with':
      return <TextField label={name} value={value.value} placeholder={t('builder.comparison.text')} onChange={(text) => onChange({ ...value, value: text })} />
    case 'greater': case 'at_least': case 'less': case 'at_most':
      return <NumberField label={name} value={value.value} onChange={(number) => onChange({ ...value, value: number })} />
    case 'between':
      return (
        <>
          <NumberField label={t('builder.comparison.from', { property: label })} value={value.from} onChange={(from) => onChange({ ...value, from })} />
          <span className={classes.word}>{t('builder.word.and')}</span>
          <NumberField label={t('builder.comparison.to', { property: label })} value={value.to} onChange={(to) => onChange({ ...value, to })} />
        </>
      )
    case 'before': case 'after':
      return <DayField label={name} value={value.date.slice(0, 10)} onChange={(date) => onChange({ ...value, date })} />
    case 'within_last': case 'more_than_ago': case 'within_next':
      return <DurationInput label={name} value={value.length} onChange={(length) => onChange({ ...value, length })} />
    case 'anniversary_within':
      return (
        <span className={classes.together}>
          <NumberField label={name} value={value.days} min={0} max={366} isWhole onChange={(days) => onChange({ ...value, days })} />
          <span className={classes.word}>{t('builder.duration.unitName.days', { count: value.days === 1 ? 1 : 2 })}</span>
        </span>
      )
  }
}

interface ValueFieldProps {
  label: string
  property: string
  types: ObservedType[]
  source: ValueSource
}

function ScalarField({ label, property, types, source, value, onChange }: ValueFieldProps & { value: Scalar; onChange: (value: Scalar) => void }) {
  const { t } = useTranslation('segments')
  const type = findScalarType(types, value)
  if (type === 'number') return <NumberField label={label} value={typeof value === 'number' ? value : Number.NaN} onChange={onChange} />
  if (type === 'boolean') {
    return <Picker label={label} value={String(value)} options={[true, false].map((each) => ({ value: String(each), label: labelValue(property, each, t) }))} onChange={(chosen) => onChange(chosen === 'true')} />
  }
  return <SeenValuePicker label={label} property={property} source={source} value={typeof value === 'number' && !Number.isFinite(value) ? '' : String(value)} onChange={onChange} />
}

interface SeenValuePickerProps {
  label: string
  property: string
  source: ValueSource
  value: string
  onChange: (value: string) => void
}

function SeenValuePicker({ label, property, source, value, onChange }: SeenValuePickerProps) {
  const { t } = useTranslation('segments')
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  const { options, isLoading } = useValueOptions(source, settled, true)
  return (
    <Picker
      label={label}
      value={value}
      valueLabel={labelValue(property, value, t)}
      placeholder={t('builder.comparison.choose')}
      options={options}
      isLoading={isLoading}
      onSearch={setSearch}
      listTyped={(text) => [{ value: cleanValue(property, text), label: t('builder.picker.use', { text: labelValue(property, cleanValue(property, text), t) }) }]}
      onChange={onChange}
    />
  )
}

function ValuesField({ label, property, types, source, values, onChange }: ValueFieldProps & { values: Scalar[]; onChange: (values: Scalar[]) => void }) {
  const { t } = useTranslation('segments')
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search.trim(), 200)
  const type = findScalarType(types, values[0])
  const { options } = useValueOptions(source, settled, true)
  return (
    <TagsInput
      className={controls.values}
      aria-label={label}
      data={options.map((option) => option.value)}
      renderPill={({ option, onRemove }) => <Pill withRemoveButton onRemove={onRemove}>{labelValue(property, String(option.value), t)}</Pill>}
      renderOption={({ option }) => labelValue(property, option.value, t)}
      maxTags={1_000}
      maxDropdownHeight={260}
      filter={({ search: wanted }) => filterOptions(options, wanted)}
      acceptValueOnBlur
      placeholder={values.length === 0 ? t('builder.comparison.chooseSeveral') : undefined}
      searchValue={search}
      onSearchChange={setSearch}
      value={values.map(String)}
      // "Germany" that was typed is DE.
      onChange={(texts) => onChange(texts.map((text) => readScalar(options.find((option) => option.label.toLowerCase() === text.toLowerCase())?.value ?? cleanValue(property, text), type)))}
    />
  )
}
