import { Checkbox, Group, NumberInput, PasswordInput, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { FailureDetail } from '../app/api.ts'
import { KeyValueField } from './key-value-field.tsx'
import { ListField } from './list-field.tsx'

/** The part of JSON Schema that forms are drawn from; `x-form` says how. */
export interface FormSchema {
  type?: string | string[]
  title?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  const?: unknown
  anyOf?: FormSchema[]
  format?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  properties?: Record<string, FormSchema>
  required?: string[]
  items?: FormSchema
  additionalProperties?: FormSchema | boolean
  'x-form'?: {
    widget?: 'text' | 'textarea' | 'secret' | 'keyValue' | 'tags' | 'switch' | 'select' | 'number' | 'color' | 'url'
    placeholder?: string
    unit?: string
    help?: string
    suggestions?: readonly string[]
    isSecret?: boolean
  }
}

export type FormValue = Record<string, unknown>

/** A widget that a feature brings for fields of its own form. @example { fits: isLocalised, Field: LocalisedWidget } */
export interface FormWidget {
  fits: (schema: FormSchema) => boolean
  Field: ComponentType<WidgetProps>
}
export interface WidgetProps {
  name: string
  label: string
  description: string | undefined
  schema: FormSchema
  value: unknown
  isRequired: boolean
  /** The server's words on this field and what is in it, by path below the field. */
  details: FailureDetail[]
  onChange: (value: unknown) => void
}

interface SchemaFormProps {
  schema: FormSchema
  value: FormValue
  onChange: (value: FormValue) => void
  /** From the server's answer, shown at their fields. */
  details?: FailureDetail[]
  /** What the details' paths begin with, e.g. "config". */
  pathPrefix?: string
  /** Whether something stored is edited: secrets may then stay as they are. */
  isEdit?: boolean
  widgets?: readonly FormWidget[]
  /** How a value to choose from is called; left out: as it is stored. */
  nameOption?: (value: string) => string
}

/** Draws a form from an object's JSON Schema, so that a new kind of thing needs no screen of its own. */
export function SchemaForm({ schema, value, onChange, details = [], pathPrefix = '', isEdit = false, widgets = [], nameOption = String }: SchemaFormProps) {
  const prefix = pathPrefix ? `${pathPrefix}.` : ''
  return (
    <Stack gap="md">
      {Object.entries(schema.properties ?? {}).map(([name, field]) => (
        <Field
          key={name}
          name={name}
          schema={field}
          value={value[name] ?? field.default}
          isRequired={schema.required?.includes(name) ?? false}
          isEdit={isEdit}
          widgets={widgets}
          nameOption={nameOption}
          details={takeDetails(details, `${prefix}${name}`)}
          onChange={(next) => onChange({ ...value, [name]: next })}
        />
      ))}
    </Stack>
  )
}

/** What is said of a field and of what is in it, by the path below the field. */
function takeDetails(details: FailureDetail[], path: string): FailureDetail[] {
  return details.filter((detail) => detail.path === path || detail.path.startsWith(`${path}.`)).map((detail) => ({ ...detail, path: detail.path.slice(path.length + 1) }))
}

/** maxAttempts → Max attempts */
export function makeLabel(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

type Widget = NonNullable<NonNullable<FormSchema['x-form']>['widget']>

/** The widget that was asked for, else the one that fits the type. */
export function chooseWidget(schema: FormSchema): Widget {
  const asked = schema['x-form']?.widget
  if (asked) return asked
  const type = Array.isArray(schema.type) ? schema.type.find((each) => each !== 'null') : schema.type
  if (listOptions(schema).length > 0) return 'select'
  if (type === 'boolean') return 'switch'
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'array') return 'tags'
  if (type === 'object') return 'keyValue'
  return schema.format === 'uri' ? 'url' : 'text'
}

/** The values to choose from, of their own type: a scale of 5 is a number. */
function listOptions(schema: FormSchema): unknown[] {
  if (schema.enum) return schema.enum
  if (schema.anyOf?.every((option) => option.const !== undefined)) return schema.anyOf.map((option) => option.const)
  return []
}

interface FieldProps {
  name: string
  schema: FormSchema
  value: unknown
  isRequired: boolean
  isEdit: boolean
  details: FailureDetail[]
  widgets: readonly FormWidget[]
  nameOption: (value: string) => string
  onChange: (value: unknown) => void
}

function Field({ name, schema, value, isRequired, isEdit, details, widgets, nameOption, onChange }: FieldProps) {
  const { t } = useTranslation('ui')
  const error = (details.find((detail) => detail.path === '') ?? details[0])?.message
  const hints = schema['x-form'] ?? {}
  const shared = {
    label: schema.title ?? makeLabel(name),
    description: hints.help ?? schema.description,
    error,
    withAsterisk: isRequired,
  }
  const text = typeof value === 'string' ? value : ''
  const own = widgets.find((widget) => widget.fits(schema))
  if (own) return <own.Field name={name} label={shared.label} description={shared.description} schema={schema} value={value} isRequired={isRequired} details={details} onChange={onChange} />
  const several = schema.items ? listOptions(schema.items).map(String) : []
  if (several.length > 0) {
    return (
      <Checkbox.Group {...shared} value={Array.isArray(value) ? value.map(String) : []} onChange={(chosen) => onChange(several.filter((option) => chosen.includes(option)))}>
        <Group gap="md" mt={4}>{several.map((option) => <Checkbox key={option} value={option} label={nameOption(option)} />)}</Group>
      </Checkbox.Group>
    )
  }
  switch (chooseWidget(schema)) {
    case 'switch':
      return <Switch label={shared.label} description={shared.description} error={error} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' ? value : ''}
          min={schema.minimum}
          max={schema.maximum}
          allowDecimal={schema.type !== 'integer'}
          suffix={hints.unit ? ` ${hints.unit}` : undefined}
          placeholder={hints.placeholder}
          onChange={(next) => onChange(next === '' ? undefined : Number(next))}
          maw={240}
        />
      )
    case 'select':
      return (
        <Select
          {...shared}
          data={listOptions(schema).map((option) => ({ value: String(option), label: nameOption(String(option)) }))}
          value={value === undefined || value === null ? null : String(value)}
          clearable={!isRequired && schema.default === undefined}
          onChange={(next) => onChange(listOptions(schema).find((option) => String(option) === next))}
          maw={320}
        />
      )
    case 'tags':
      return <ListField {...shared} value={Array.isArray(value) ? value.map(String) : []} suggestions={hints.suggestions ?? []} hasSpaces placeholder={hints.placeholder} onChange={onChange} />
    case 'keyValue':
      return <KeyValueField {...shared} value={(typeof value === 'object' && value !== null ? value : {}) as Record<string, string>} isSecret={hints.isSecret ?? false} onChange={onChange} />
    case 'textarea':
      return <Textarea {...shared} autosize minRows={3} maxRows={12} maxLength={schema.maxLength} placeholder={hints.placeholder} value={text} onChange={(event) => onChange(event.currentTarget.value)} />
    case 'secret':
      return (
        <PasswordInput
          {...shared}
          autoComplete="new-password"
          placeholder={hints.placeholder}
          description={isEdit ? t('form.keepSecret') : shared.description}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value === '' && isEdit ? undefined : event.currentTarget.value)}
        />
      )
    default:
      return (
        <TextInput
          {...shared}
          type={chooseWidget(schema) === 'url' ? 'url' : chooseWidget(schema) === 'color' ? 'color' : 'text'}
          maxLength={schema.maxLength}
          placeholder={hints.placeholder}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value === '' && !isRequired ? undefined : event.currentTarget.value)}
        />
      )
  }
}
