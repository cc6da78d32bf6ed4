import { Button, Group, Textarea } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { InlineForm } from '../../ui/inline-form.tsx'
import classes from './catalogue.module.css'

interface DescriptionFieldProps {
  /** What is described, for screen readers. */
  label: string
  value: string
  onSave: ((value: string) => void) | undefined
}

/** A description that is changed where it stands: Ctrl-Enter saves, Esc leaves it as it was. */
export function DescriptionField({ label, value, onSave }: DescriptionFieldProps) {
  const { t } = useTranslation('catalogue')
  const { t: tUi } = useTranslation('ui')
  const [draft, setDraft] = useState<string | null>(null)
  if (!onSave) return <span>{value}</span>
  if (draft === null) {
    return (
      <button type="button" className={classes.description} aria-label={`${label}: ${value || t('describe')}`} onClick={() => setDraft(value)}>
        <span className={value ? undefined : classes.quiet}>{value || t('describe')}</span>
        <IconPencil size={13} aria-hidden className={classes.pencil} />
      </button>
    )
  }
  const save = () => {
    setDraft(null)
    if (draft.trim() !== value) onSave(draft.trim())
  }
  return (
    <InlineForm onSubmit={save} onCancel={() => setDraft(null)}>
      <Textarea aria-label={label} autosize minRows={2} maxRows={6} maxLength={1000} value={draft} onChange={(event) => setDraft(event.currentTarget.value)} />
      <Group gap={8} mt={8}>
        <Button size="compact-sm" type="submit">{tUi('save')}</Button>
        <Button size="compact-sm" variant="default" onClick={() => setDraft(null)}>{tUi('cancel')}</Button>
      </Group>
    </InlineForm>
  )
}
