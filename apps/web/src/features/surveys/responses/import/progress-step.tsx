import { Button, Group, Progress } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../../../app/api.ts'
import { FailureNote, Note } from '../../../../ui/failure-note.tsx'
import { formatNumber } from '../../../../ui/format.ts'
import { TextSkeleton } from '../../../../ui/skeletons.tsx'
import { useSubmit } from '../../../../ui/use-submit.ts'
import { useRefreshResponses } from '../response-requests.ts'
import { cancelImport, isOver, progressQuery, toFailedCsv, type ImportProgress } from './import-requests.ts'
import classes from './import.module.css'

interface ProgressStepProps {
  surveyId: string
  fileId: string
  onClose: () => void
  onShow: () => void
  onAgain: () => void
}

/** How far it is, what failed and why, and the way to what was imported. */
export function ProgressStep({ surveyId, fileId, onClose, onShow, onAgain }: ProgressStepProps) {
  const { t } = useTranslation('surveys')
  const { data: progress, error, refetch } = useQuery(progressQuery(surveyId, fileId))
  const isDone = isOver(progress)
  useRefreshWhen(isDone)
  const cancel = useSubmit(async () => {
    await cancelImport(surveyId, fileId)
    await refetch()
  })
  if (error && !progress) return <FailureNote>{describeFailure(error)}</FailureNote>
  if (!progress) return <TextSkeleton />
  return (
    <>
      <Outcome progress={progress} />
      {progress.failedCount > 0 && <FailedRows progress={progress} />}
      {cancel.failure && <FailureNote>{cancel.failure}</FailureNote>}
      <Group justify="flex-end" gap="xs">
        {!isDone && <Button variant="default" loading={cancel.isBusy} onClick={() => void cancel.submit()}>{t('responses.import.progress.cancel')}</Button>}
        {isDone && progress.imported === 0 && <Button variant="default" onClick={onAgain}>{t('responses.import.progress.again')}</Button>}
        {isDone && <Button variant="default" onClick={onClose}>{t('responses.import.progress.close')}</Button>}
        {isDone && progress.imported > 0 && <Button onClick={onShow}>{t('responses.import.progress.show')}</Button>}
      </Group>
    </>
  )
}

/** Figures and lists count the imported answers as soon as it is over. */
function useRefreshWhen(isDone: boolean): void {
  const refresh = useRefreshResponses()
  const latest = useRef(refresh)
  useEffect(() => {
    latest.current = refresh
  })
  useEffect(() => {
    if (isDone) void latest.current()
  }, [isDone])
}

function Outcome({ progress }: { progress: ImportProgress }) {
  const { t } = useTranslation('surveys')
  const { state, rows, imported, failedCount, message } = progress
  const done = imported + failedCount
  if (!isOver(progress)) {
    return (
      <div>
        <Progress value={rows === 0 ? 0 : (done / rows) * 100} aria-label={t('responses.import.progress.bar')} />
        <p className={`${classes.hint} numbers`} role="status">
          {state === 'waiting' ? t('responses.import.progress.waiting') : t('responses.import.progress.running', { done: formatNumber(done), n: formatNumber(rows) })}
          {failedCount > 0 && ` · ${t('responses.import.progress.failed', { count: failedCount, n: formatNumber(failedCount) })}`}
        </p>
      </div>
    )
  }
  return (
    <>
      {state === 'failed' && <FailureNote><strong>{t('responses.import.progress.failedState')}</strong> {message}</FailureNote>}
      {state === 'cancelled' && <Note tone="warn">{t('responses.import.progress.cancelled')}</Note>}
      <p className={`${classes.outcome} numbers`} role="status">
        <strong>{t('responses.import.progress.done', { count: imported, n: formatNumber(imported) })}</strong>
        {failedCount > 0 && <span className={classes.bad}>{t('responses.import.progress.failed', { count: failedCount, n: formatNumber(failedCount) })}</span>}
      </p>
    </>
  )
}

function FailedRows({ progress: { failed, failedCount } }: { progress: ImportProgress }) {
  const { t } = useTranslation('surveys')
  const header: [string, string] = [t('responses.import.progress.row'), t('responses.import.progress.reason')]
  const save = () => {
    const address = URL.createObjectURL(new Blob([toFailedCsv(failed, header)], { type: 'text/csv' }))
    const link = document.createElement('a')
    link.href = address
    link.download = 'failed-rows.csv'
    link.click()
    URL.revokeObjectURL(address)
  }
  return (
    <div>
      <div className={classes.failed} data-can-scroll tabIndex={0} role="group" aria-label={t('responses.import.progress.failed', { count: failedCount, n: formatNumber(failedCount) })}>
        <table>
          <thead><tr>{header.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>{failed.map(({ row, message }) => <tr key={row}><td className="numbers">{formatNumber(row)}</td><td>{message}</td></tr>)}</tbody>
        </table>
      </div>
      <Group justify="space-between" mt={8}>
        <span className={classes.quiet}>{failed.length < failedCount && t('responses.import.progress.firstOf', { n: formatNumber(failed.length), all: formatNumber(failedCount) })}</span>
        <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconDownload size={14} aria-hidden />} onClick={save}>{t('responses.import.progress.saveFailed')}</Button>
      </Group>
    </div>
  )
}
