import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBuild } from './build-context.ts'

const form = /^[a-z][a-z0-9_]{0,39}$/

interface KeyFieldProps {
  label: string
  description?: string
  value: string
  taken: readonly string[]
  onChange: (key: string) => void
}

/** A short name for exports and the API; taken over when the field is left, while it is right. */
export function KeyField({ label, description, value, taken, onChange }: KeyFieldProps) {
  const { t } = useTranslation('surveys')
  const { canWrite } = useBuild()
  const [typed, setTyped] = useState(value)
  const error = typed === value ? null : !form.test(typed) ? t('key.wrong') : taken.includes(typed) ? t('key.taken') : null
  return (
    <TextInput
      label={label}
      description={description}
      value={typed}
      error={error}
      readOnly={!canWrite}
      maxLength={40}
      spellCheck={false}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (error === null && typed !== value) onChange(typed)
      }}
    />
  )
}
