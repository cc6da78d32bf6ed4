import { Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface NameFieldsProps {
  value: { name: string; description: string }
  onChange: (value: { name: string; description: string }) => void
  errorOf: (path: string) => string | undefined
}

export function NameFields({ value, onChange, errorOf }: NameFieldsProps) {
  const { t } = useTranslation('segments')
  return (
    <>
      <TextInput label={t('form.name')} maxLength={100} autoComplete="off" value={value.name} error={errorOf('name')} onChange={(event) => onChange({ ...value, name: event.currentTarget.value })} />
      <Textarea
        label={t('form.description')}
        autosize
        minRows={1}
        maxRows={5}
        maxLength={1000}
        value={value.description}
        error={errorOf('description')}
        onChange={(event) => onChange({ ...value, description: event.currentTarget.value })}
      />
    </>
  )
}
