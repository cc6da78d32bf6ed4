import { Button, Group, NumberInput, SegmentedControl, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { InlineForm } from '../../../ui/inline-form.tsx'
import { findTraitType, labelTrait, readTrait, traitTypes, writeTrait, type TraitType } from '../trait-value.ts'

interface ValueFieldProps {
  label: string
  type: TraitType
  text: string
  error: string | undefined
  onChange: (text: string) => void
}

function ValueField({ label, type, text, error, onChange }: ValueFieldProps) {
  const { t } = useTranslation('people')
  const shared = { label, error }
  if (type === 'boolean') {
    return <SegmentedControl fullWidth aria-label={label} data={[{ value: 'true', label: t('traits.yes') }, { value: 'false', label: t('traits.no') }]} value={text === 'true' ? 'true' : 'false'} onChange={onChange} />
  }
  if (type === 'number') return <NumberInput {...shared} value={text} onChange={(value) => onChange(String(value))} decimalScale={6} />
  if (type === 'json') return <Textarea {...shared} autosize minRows={3} maxRows={12} value={text} onChange={(event) => onChange(event.currentTarget.value)} styles={{ input: { fontFamily: 'monospace', fontSize: 12 } }} />
  return <TextInput {...shared} value={text} onChange={(event) => onChange(event.currentTarget.value)} />
}

interface TraitEditorProps {
  name: string
  value: unknown
  onSave: (value: unknown) => void
  onRemove: () => void
  onClose: () => void
}

/** Changes one trait where it stands; Enter saves, Esc leaves it as it was. */
export function TraitEditor({ name, value, onSave, onRemove, onClose }: TraitEditorProps) {
  const { t } = useTranslation('people')
  const { t: tUi } = useTranslation('ui')
  const [text, setText] = useState(() => writeTrait(value))
  const [error, setError] = useState<string>()
  const type = findTraitType(value)
  const save = () => {
    const next = readTrait(text, type)
    if (next === undefined) setError(t(`traits.invalid.${type}`))
    else onSave(next)
  }
  return (
    <InlineForm onSubmit={save} onCancel={onClose}>
      <Stack gap={8}>
        <ValueField label={labelTrait(name)} type={type} text={text} error={error} onChange={setText} />
        <Group gap={8} justify="space-between">
          <Button size="compact-sm" variant="subtle" color="red" onClick={onRemove}>{tUi('remove')}</Button>
          <Group gap={8}>
            <Button size="compact-sm" variant="default" onClick={onClose}>{tUi('cancel')}</Button>
            <Button size="compact-sm" type="submit">{tUi('save')}</Button>
          </Group>
        </Group>
      </Stack>
    </InlineForm>
  )
}

interface NewTraitProps {
  takenNames: string[]
  onSave: (name: string, value: unknown) => void
  onClose: () => void
}

export function NewTrait({ takenNames, onSave, onClose }: NewTraitProps) {
  const { t } = useTranslation('people')
  const { t: tUi } = useTranslation('ui')
  const [name, setName] = useState('')
  const [type, setType] = useState<TraitType>('text')
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const isTaken = takenNames.includes(name.trim())
  const save = () => {
    const value = readTrait(type === 'boolean' && text === '' ? 'false' : text, type)
    if (!name.trim() || isTaken) return
    if (value === undefined || value === '') return setError(t(`traits.invalid.${type}`))
    onSave(name.trim(), value)
    onClose()
  }
  return (
    <InlineForm onSubmit={save} onCancel={onClose}>
      <Stack gap={8} mb={12}>
        <Group gap={8} grow align="flex-start">
          <TextInput label={t('traits.name')} maxLength={200} value={name} error={isTaken ? t('traits.taken') : undefined} onChange={(event) => setName(event.currentTarget.value)} />
          <Select comboboxProps={{ withinPortal: false }} label={t('traits.type')} data={traitTypes.map((each) => ({ value: each, label: t(`traits.types.${each}`) }))} value={type} onChange={(next) => next && setType(next as TraitType)} />
        </Group>
        <ValueField label={t('traits.value')} type={type} text={text} error={error} onChange={setText} />
        <Group gap={8} justify="flex-end">
          <Button size="compact-sm" variant="default" onClick={onClose}>{tUi('cancel')}</Button>
          <Button size="compact-sm" type="submit" disabled={!name.trim() || isTaken}>{tUi('add')}</Button>
        </Group>
      </Stack>
    </InlineForm>
  )
}
