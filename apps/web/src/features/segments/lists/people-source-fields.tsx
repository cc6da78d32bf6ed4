import { FileInput, Select, Stack, Textarea } from '@mantine/core'
import { IconFileTypeCsv } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatNumber } from '../../../ui/format.ts'
import { maxFileBytes, type PeopleSource } from './add-people.ts'
import { readColumns, splitIdentifiers } from './identifiers.ts'

interface PeopleSourceFieldsProps {
  value: PeopleSource
  onChange: (value: PeopleSource) => void
  /** What was wrong with the file, by the server. */
  error?: string | undefined
}

/** Who goes onto a list: a CSV, pasted identifiers, or both. */
export function PeopleSourceFields({ value, onChange, error }: PeopleSourceFieldsProps) {
  const { t } = useTranslation('segments')
  const [columns, setColumns] = useState<string[]>([])
  const isTooLarge = value.file !== null && value.file.size > maxFileBytes
  const count = splitIdentifiers(value.text).length
  const choose = async (file: File | null) => {
    onChange({ ...value, file, column: '' })
    setColumns(file ? readColumns(await file.slice(0, 64_000).text()) : [])
  }
  return (
    <Stack gap="md">
      <FileInput
        label={t('people.file')}
        description={t('people.fileHint')}
        placeholder={t('people.filePlaceholder')}
        accept=".csv,.txt,text/csv"
        clearable
        clearButtonProps={{ 'aria-label': t('people.fileClear') }}
        leftSection={<IconFileTypeCsv size={16} aria-hidden />}
        value={value.file}
        error={isTooLarge ? t('people.fileTooLarge', { size: formatBytes(value.file?.size ?? 0) }) : error}
        onChange={(file) => void choose(file)}
      />
      {value.file && columns.length > 1 && (
        <Select
          label={t('people.column')}
          data={[{ value: '', label: t('people.columnAny') }, ...columns.map((column) => ({ value: column, label: column }))]}
          value={value.column}
          onChange={(column) => onChange({ ...value, column: column ?? '' })}
        />
      )}
      <Textarea
        label={t('people.paste')}
        description={count > 0 ? t('people.pasteCount', { count, n: formatNumber(count) }) : t('people.pasteHint')}
        autosize
        minRows={4}
        maxRows={12}
        value={value.text}
        onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
      />
    </Stack>
  )
}
