import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../../../../app/session.ts'
import { FailureNote, Note } from '../../../../ui/failure-note.tsx'
import { formatNumber } from '../../../../ui/format.ts'
import { TextSkeleton } from '../../../../ui/skeletons.tsx'
import { useSubmit } from '../../../../ui/use-submit.ts'
import { answeredSurveyQuery, summaryQuery } from '../response-requests.ts'
import { startImport } from './import-requests.ts'
import { findColumnWarning, listMappingWarnings, type ImportColumn, type ImportReading } from './mapping.ts'
import { MappingRow } from './mapping-row.tsx'
import classes from './import.module.css'

interface MappingStepProps {
  surveyId: string
  fileName: string
  reading: ImportReading
  onBack: () => void
  onStarted: () => void
}

/** A line a column: what is in it, as the server guessed and as it can be changed. */
export function MappingStep({ surveyId, fileName, reading, onBack, onStarted }: MappingStepProps) {
  const { t } = useTranslation('surveys')
  const [columns, setColumns] = useState<ImportColumn[]>(reading.columns)
  const { timezone } = useWorkspace()
  const { data: survey } = useQuery(answeredSurveyQuery(surveyId))
  const { data: summary } = useQuery(summaryQuery(surveyId, {}))
  const questions = summary?.questions.filter(({ shape }) => shape !== 'none' && shape !== 'file') ?? []
  const samplesOf = (index: number) => reading.sample.map((row) => row[index] ?? '')
  const warnings = columns.map((column, index) => findColumnWarning(column, columns, samplesOf(index), questions))
  const whole = listMappingWarnings(columns)
  const isReady = summary !== undefined && ![...warnings, ...whole].some((warning) => warning?.isSerious)
  const form = useSubmit(async () => {
    await startImport(surveyId, reading.fileId, columns)
    onStarted()
  })
  if (!summary) return <TextSkeleton lines={6} />
  return (
    <form
      noValidate
      className={classes.steps}
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) void form.submit()
      }}
    >
      <div>
        <strong>{t('responses.import.mapping.rows', { count: reading.rows, n: formatNumber(reading.rows), name: fileName })}</strong>
        <p className={classes.hint}>{t('responses.import.mapping.hint')}</p>
        {columns.some(({ target }) => target === 'answered_at') && <p className={classes.hint}>{survey?.kind === 'employees' ? t('responses.import.mapping.dayOnly') : t('responses.import.mapping.zone', { timezone })}</p>}
      </div>
      <div className={classes.scrollable} data-can-scroll tabIndex={0} role="group" aria-label={t('responses.import.steps.mapping')}>
        <table className={classes.mapping}>
          <thead>
            <tr>
              <th scope="col">{t('responses.import.mapping.column')}</th>
              <th scope="col">{t('responses.import.mapping.sample')}</th>
              <th scope="col">{t('responses.import.mapping.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column, index) => (
              <MappingRow
                key={`${index} ${column.column}`}
                column={column}
                samples={samplesOf(index)}
                questions={questions}
                warning={warnings[index] ?? null}
                onChange={(changed) => setColumns(columns.with(index, changed))}
              />
            ))}
          </tbody>
        </table>
      </div>
      {whole.length > 0 && <Note tone={whole.some(({ isSerious }) => isSerious) ? 'warn' : 'neutral'}>{whole.map(({ key }) => <div key={key}>{t(`responses.import.warning.${key}`)}</div>)}</Note>}
      {form.failure && <FailureNote>{form.failure}{form.details.map(({ path, message }) => <div key={path}>{message}</div>)}</FailureNote>}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onBack}>{t('responses.import.back')}</Button>
        <Button type="submit" loading={form.isBusy} disabled={!isReady}>{reading.rows === 1 ? t('responses.import.mapping.startOne') : t('responses.import.mapping.start', { n: formatNumber(reading.rows) })}</Button>
      </Group>
    </form>
  )
}
