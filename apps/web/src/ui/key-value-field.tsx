import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

interface KeyValueFieldProps {
  label: string
  description?: string | undefined
  error?: string | undefined
  withAsterisk?: boolean
  value: Record<string, string>
  isSecret?: boolean
  onChange: (value: Record<string, string>) => void
}

interface Line {
  key: number
  name: string
  value: string
}

/** Pairs of name and value, such as HTTP headers. */
export function KeyValueField({ label, description, error, withAsterisk, value, isSecret = false, onChange }: KeyValueFieldProps) {
  const { t } = useTranslation('ui')
  // Lines are kept apart from the value: while typing, two may share a name or have none.
  const [lines, setLines] = useState<Line[]>(() => Object.entries(value).map(([name, each], key) => ({ key, name, value: String(each) })))
  const change = (next: Line[]) => {
    setLines(next)
    onChange(Object.fromEntries(next.filter((line) => line.name.trim()).map((line) => [line.name.trim(), line.value])))
  }
  const edit = (key: number, changes: Partial<Line>) => change(lines.map((line) => (line.key === key ? { ...line, ...changes } : line)))
  return (
    <Input.Wrapper label={label} description={description} error={error} withAsterisk={withAsterisk} labelElement="div">
      <Stack gap={8} mt={4}>
        {lines.map((line, index) => (
          <Group key={line.key} gap={8} wrap="nowrap">
            <TextInput flex={1} aria-label={`${label}, ${t('form.line', { n: index + 1 })}: ${t('form.headerName')}`} placeholder={t('form.headerName')} value={line.name} onChange={(event) => edit(line.key, { name: event.currentTarget.value })} />
            <TextInput flex={2} type={isSecret ? 'password' : 'text'} autoComplete="off" aria-label={`${label}, ${t('form.line', { n: index + 1 })}: ${t('form.headerValue')}`} placeholder={t('form.headerValue')} value={line.value} onChange={(event) => edit(line.key, { value: event.currentTarget.value })} />
            <ActionIcon aria-label={t('form.removeLine', { n: index + 1 })} onClick={() => change(lines.filter((each) => each.key !== line.key))}>
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        <div>
          <Button variant="subtle" color="gray" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => change([...lines, { key: (lines.at(-1)?.key ?? -1) + 1, name: '', value: '' }])}>
            {t('form.addLine')}
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  )
}
