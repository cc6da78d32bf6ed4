import { Button, Progress, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../app/api.ts'
import { useCan } from '../../app/session.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { Time } from '../../ui/time.tsx'
import { runQuery, useCancelRun, useStartRun, type SuggestionRun } from './persona-requests.ts'
import { SuggestionCard } from './suggestion-card.tsx'
import classes from './personas.module.css'

/** Groups of customers who are alike, found in what they do, each to be accepted as a persona or put aside. */
export function SuggestionsPage() {
  const { t } = useTranslation('personas')
  const canWrite = useCan('people:write')
  const { data: run, error } = useQuery(runQuery)
  const start = useStartRun()
  const startButton = (verb: string, isDefault: boolean) => canWrite && (
    <Button {...(isDefault ? { variant: 'default' } : {})} loading={start.isPending} onClick={() => start.mutate(undefined)}>{verb}</Button>
  )
  const isOver = run && run.state !== 'waiting' && run.state !== 'running'
  return (
    <Page
      title={t('run.title')}
      description={t('run.description')}
      above={<BackLink to="/people/personas">{t('title')}</BackLink>}
      action={isOver && startButton(t('run.restart'), true)}
    >
      {(error ?? start.error) && <FailureNote>{describeFailure(error ?? start.error)}</FailureNote>}
      {run === undefined && !error && <TextSkeleton lines={8} />}
      {run === null && <EmptyState picture="people" title={t('run.intro')} action={startButton(t('run.start'), false)}>{t('run.introHint')}</EmptyState>}
      {run && !isOver && <RunProgress run={run} />}
      {run?.state === 'failed' && <FailureNote><strong>{t('run.failed')}</strong> {run.message}</FailureNote>}
      {run?.state === 'cancelled' && <p className={classes.quiet}>{t('run.cancelled')}</p>}
      {run?.state === 'done' && <RunResult run={run} />}
    </Page>
  )
}

function RunProgress({ run }: { run: SuggestionRun }) {
  const { t } = useTranslation('personas')
  const canWrite = useCan('people:write')
  const cancel = useCancelRun()
  const stage = t(`run.stage.${run.stage}`)
  return (
    <section className={classes.progress} aria-label={stage}>
      <div className={classes.progressHead}>
        <strong>{stage}</strong>
        <span className={`${classes.quiet} numbers`}>{run.people > 0 && t('run.people', { read: formatNumber(run.peopleRead), people: formatNumber(run.people) })}</span>
      </div>
      <Progress value={run.progress * 100} size="sm" aria-label={stage} />
      {canWrite && <div><Button variant="default" size="compact-sm" loading={cancel.isPending} onClick={() => cancel.mutate(run.id)}>{t('run.cancel')}</Button></div>}
      {cancel.error && <FailureNote>{describeFailure(cancel.error)}</FailureNote>}
    </section>
  )
}

function RunResult({ run }: { run: SuggestionRun }) {
  const { t } = useTranslation('personas')
  const meaning = t('run.clarityMeaning', { tried: run.tried.length })
  return (
    <div>
      <p className={`${classes.runFacts} numbers`}>
        <span>{t('run.found', { count: run.k ?? 0 })}</span>
        {run.silhouette !== null && (
          <Tooltip label={meaning} multiline maw={320}>
            <button type="button" className={classes.term} aria-label={`${t('run.clarity', { value: run.silhouette.toFixed(2) })}: ${meaning}`}>{t('run.clarity', { value: run.silhouette.toFixed(2) })}</button>
          </Tooltip>
        )}
        <span>{run.finishedAt && <Time value={run.finishedAt} />}, {t('run.by', { name: run.requestedBy })}</span>
      </p>
      <ul className={classes.suggestions} aria-label={t('run.title')}>
        {run.suggestions.map((suggestion) => <li key={suggestion.id}><SuggestionCard suggestion={suggestion} /></li>)}
      </ul>
    </div>
  )
}
