// What the generic form needs for questions: texts in several languages, and lists of choices or rows.
import { Input } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { makeLabel, type FormSchema, type FormWidget, type WidgetProps } from '../../../ui/schema-form.tsx'
import { ChoiceList, type Choice } from './choice-list.tsx'
import { isLocalised } from './content.ts'
import { LocalisedField } from './localised-field.tsx'

const isLocalisedSchema = (schema: FormSchema) => schema.properties?.['i18n'] !== undefined
const isChoiceSchema = (schema: FormSchema) => schema.items?.properties?.['key'] !== undefined && schema.items.properties['label'] !== undefined

function LocalisedWidget({ label, description, value, isRequired, details, onChange }: WidgetProps) {
  return <LocalisedField label={label} description={description} value={isLocalised(value) ? value : undefined} isRequired={isRequired} error={details[0]?.message} onChange={onChange} />
}

function ChoiceWidget({ name, label, description, schema, value, details, onChange }: WidgetProps) {
  const { t } = useTranslation('surveys')
  const { key: _key, label: _label, ...extras } = schema.items?.properties ?? {}
  const choices = Array.isArray(value) ? (value as Choice[]) : []
  return (
    <Input.Wrapper label={label} description={description} labelElement="div" error={details.find(({ path }) => path === '')?.message}>
      <ChoiceList
        label={label}
        prefix={name.charAt(0)}
        choices={choices}
        extras={Object.entries(extras).map(([field, fieldSchema]) => ({ name: field, label: fieldSchema.title ?? makeLabel(field), isSwitch: fieldSchema.type === 'boolean' }))}
        errors={choices.map((_, index) => details.find(({ path }) => path.startsWith(`${index}.`) || path === String(index))?.message)}
        addLabel={t(name === 'rows' ? 'choice.addRow' : name === 'columns' ? 'choice.addColumn' : 'choice.add')}
        onChange={onChange}
      />
    </Input.Wrapper>
  )
}

export const questionWidgets: readonly FormWidget[] = [
  { fits: isLocalisedSchema, Field: LocalisedWidget },
  { fits: isChoiceSchema, Field: ChoiceWidget },
]
