import { Button, FileButton } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../../../ui/failure-note.tsx'
import { formatBytes } from '../../../../ui/format.ts'
import { useSubmit } from '../../../../ui/use-submit.ts'
import { findFileType, maxFileBytes, readFile } from './import-requests.ts'
import type { ImportReading } from './mapping.ts'
import classes from './import.module.css'

/** Takes a file, dropped or chosen, and lets the server read its columns. */
export function FileStep({ surveyId, onRead }: { surveyId: string; onRead: (name: string, reading: ImportReading) => void }) {
  const { t } = useTranslation('surveys')
  const [isOver, setIsOver] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [name, setName] = useState('')
  const form = useSubmit(async (file: File) => onRead(file.name, await readFile(surveyId, file)))
  const take = (file: File | null | undefined) => {
    if (!file) return
    const wrong = !findFileType(file.name) ? t('responses.import.file.wrongKind') : file.size > maxFileBytes ? t('responses.import.file.tooLarge', { size: formatBytes(file.size) }) : null
    setRefusal(wrong)
    form.reset()
    setName(file.name)
    if (!wrong) void form.submit(file)
  }
  const failure = refusal ?? form.failure
  return (
    <>
      <div
        className={classes.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setIsOver(false)
          take(event.dataTransfer.files[0])
        }}
      >
        <IconFileSpreadsheet size={32} stroke={1.3} aria-hidden />
        <strong>{t('responses.import.file.drop')}</strong>
        <FileButton accept=".csv,.tsv,.txt,.xlsx" onChange={take} inputProps={{ 'aria-label': t('responses.import.file.choose') }}>
          {(props) => <Button {...props} variant="default" loading={form.isBusy}>{t('responses.import.file.choose')}</Button>}
        </FileButton>
        <span className={classes.quiet} aria-live="polite">{form.isBusy ? t('responses.import.file.reading', { name }) : t('responses.import.file.hint')}</span>
      </div>
      {failure && <FailureNote>{failure}</FailureNote>}
    </>
  )
}
