import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../../../app/session.ts'
import { useNow } from '../../../ui/time.tsx'
import { useUrlState } from '../../../ui/use-url-state.ts'
import { ImportButton } from './import/import-button.tsx'
import { answeredSurveyQuery, summaryQuery } from './response-requests.ts'
import { ResponsesTable } from './responses-table.tsx'
import { noAnswerFilters, responsesDefaults, toBaseQuery, toResponsesQuery, type AnswerFilters } from './responses-view.ts'
import { nameAnswers } from './summary/name-answers.ts'
import { SummaryView } from './summary/summary-view.tsx'
import classes from './responses.module.css'

/** The answers to one survey: figures and a card a question, and below them the answers themselves. Its panel is `ResponsePanel`. */
export function ResponsesTab({ surveyId }: { surveyId: string }) {
  const { t } = useTranslation('surveys')
  const { timezone } = useWorkspace()
  const now = useNow()
  const [view, setView] = useUrlState(responsesDefaults)
  const base = useQuery(summaryQuery(surveyId, toBaseQuery(view, timezone, now)))
  const chosen = useQuery(summaryQuery(surveyId, toResponsesQuery(view, timezone, now)))
  const { data: survey } = useQuery(answeredSurveyQuery(surveyId))
  // Employees' answers are never singled out: the server refuses to filter by them.
  const isAnonymous = survey?.kind !== 'customers'
  const titles = useMemo(() => nameAnswers(base.data), [base.data])
  const list = useRef<HTMLElement>(null)
  const choose = (filters: Partial<AnswerFilters>) => {
    setView({ ...noAnswerFilters, ...filters })
    list.current?.scrollIntoView({ block: 'start' })
  }
  return (
    <div className={classes.tab}>
      <SummaryView view={view} base={base} chosen={chosen} onChoose={isAnonymous ? undefined : choose} onClear={() => setView(noAnswerFilters)} />
      <section className={classes.list} aria-label={t('responses.list')} ref={list}>
        <div className={classes.listHead}>
          <h2>{t('responses.list')}</h2>
          <ImportButton surveyId={surveyId} />
        </div>
        {!chosen.data?.isHidden && <ResponsesTable surveyId={surveyId} isAnonymous={isAnonymous} total={chosen.data?.started} titles={titles} />}
      </section>
    </div>
  )
}
