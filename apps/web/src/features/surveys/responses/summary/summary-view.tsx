import { Button, Pill } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { QuestionSummary, Summary } from '@contract/surveys/responses.contract.ts'
import { describeFailure } from '../../../../app/api.ts'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Note } from '../../../../ui/failure-note.tsx'
import { Section } from '../../../../ui/page.tsx'
import { TextSkeleton } from '../../../../ui/skeletons.tsx'
import { hasAnswerFilter, type AnswerFilters, type ResponsesView } from '../responses-view.ts'
import { DropOff } from './drop-off.tsx'
import { Headline } from './headline.tsx'
import { nameAnswers } from './name-answers.ts'
import { QuestionCard } from './question-card.tsx'
import { TrendChart } from './trend-chart.tsx'
import classes from './summary.module.css'

interface SummaryViewProps {
  view: ResponsesView
  /** Of everybody that the filters on people, time and place leave. */
  base: UseQueryResult<Summary>
  /** Of those of them who answered what was chosen. */
  chosen: UseQueryResult<Summary>
  /** Undefined where answers must not be looked at one by one. */
  onChoose: ((filters: Partial<AnswerFilters>) => void) | undefined
  onClear: () => void
}

/** The figures of a survey: the headline, its trend, a card a question, and where people leave. */
export function SummaryView({ view, base, chosen, onChoose, onClear }: SummaryViewProps) {
  const { t } = useTranslation('surveys')
  const summary = base.data
  if (base.error && !summary) {
    return (
      <EmptyState picture="trouble" title={t('responses.summary.failed')} action={<Button variant="default" onClick={() => void base.refetch()}>{t('responses.summary.retry')}</Button>}>
        {describeFailure(base.error)}
      </EmptyState>
    )
  }
  if (summary && summary.started === 0 && summary.shown === 0 && !summary.isHidden) return null
  return (
    <>
      <Headline summary={summary} />
      {summary?.isHidden && <Note>{t('responses.summary.hidden')}</Note>}
      {!summary && <TextSkeleton lines={8} />}
      {summary && !summary.isHidden && (
        <>
          <TrendChart summary={summary} />
          <Section title={t('responses.summary.questions')}>
            <ChosenMark view={view} summary={summary} onClear={onClear} />
            <div className={classes.cards}>
              {pairQuestions(summary, chosen.data, view).map(({ question, isBase }, index) => (
                <QuestionCard key={question.question} number={index + 1} question={question} view={view} isBase={isBase} onChoose={onChoose} />
              ))}
            </div>
          </Section>
          <DropOff summary={summary} />
        </>
      )}
    </>
  )
}

/** The card of the question that was chosen from keeps showing everybody, so that another bar can be chosen. */
function pairQuestions(base: Summary, chosen: Summary | undefined, view: ResponsesView): Array<{ question: QuestionSummary; isBase: boolean }> {
  if (!chosen || chosen.isHidden || !hasAnswerFilter(view)) return base.questions.map((question) => ({ question, isBase: true }))
  const narrowed = new Map(chosen.questions.map((question) => [question.question, question]))
  const own = view.question || base.questions.find(({ shape }) => shape === 'scale')?.question
  const isOwn = (key: string) => key === own && (view.group !== '' || view.value !== '')
  return base.questions.map((question) => {
    const other = narrowed.get(question.question)
    return isOwn(question.question) || !other ? { question, isBase: true } : { question: other, isBase: false }
  })
}

function ChosenMark({ view, summary, onClear }: { view: ResponsesView; summary: Summary; onClear: () => void }) {
  const { t } = useTranslation('surveys')
  if (!hasAnswerFilter(view)) return null
  const group = view.group && t(`responses.groups.${view.group}`, view.group)
  const choice = nameAnswers(summary).get(`${view.question}=${view.value}`) ?? (group || view.value || `“${view.search}”`)
  return (
    <Pill size="md" mb="sm" maw="100%" withRemoveButton onRemove={onClear} removeButtonProps={{ 'aria-label': t('responses.summary.showAll'), 'aria-hidden': false, tabIndex: 0 }}>
      {t('responses.summary.onlyOf', { choice })}
    </Pill>
  )
}
