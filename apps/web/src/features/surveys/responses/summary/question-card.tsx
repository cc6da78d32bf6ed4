import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerShape, QuestionSummary } from '@contract/surveys/responses.contract.ts'
import { Tooltip } from '@mantine/core'
import { formatNumber } from '../../../../ui/format.ts'
import type { AnswerFilters, ResponsesView } from '../responses-view.ts'
import { ChoiceBody } from './choice-body.tsx'
import { FilesBody } from './files-body.tsx'
import { FigureNote } from './headline.tsx'
import { HistogramBody } from './histogram-body.tsx'
import { MatrixBody } from './matrix-body.tsx'
import { RankingBody } from './ranking-body.tsx'
import { sayValue } from './say-figure.ts'
import { ScaleBody } from './scale-body.tsx'
import { TextBody } from './text-body.tsx'
import classes from './summary.module.css'

export interface BodyProps {
  question: QuestionSummary
  /** What of this question was chosen: a value or a group; empty where nothing was. */
  chosen: { value: string; group: string }
  /** Undefined where answers must not be looked at one by one. */
  onChoose: ((filters: Partial<AnswerFilters>) => void) | undefined
}

/** How the answers of each shape are shown; question types know their shape. */
const bodies: Partial<Record<AnswerShape, ComponentType<BodyProps>>> = {
  scale: ScaleBody, number: HistogramBody, date: HistogramBody, choice: ChoiceBody, consent: ChoiceBody, ranking: RankingBody, matrix: MatrixBody, text: TextBody, file: FilesBody,
}

interface QuestionCardProps {
  number: number
  question: QuestionSummary
  view: ResponsesView
  /** Whether it shows everybody, also while answers were chosen. */
  isBase: boolean
  onChoose: BodyProps['onChoose']
}

/** One question: its figures, and its answers in the way that suits them. */
export function QuestionCard({ number, question, view, isBase, onChoose }: QuestionCardProps) {
  const { t } = useTranslation('surveys')
  const Body = bodies[question.shape]
  if (question.shape === 'none') return null
  const isOwn = isBase && view.question === question.question
  return (
    <section className={classes.card} aria-label={question.title}>
      <header className={classes.cardHead}>
        <h3><span className={classes.quiet}>{number}.</span> {question.title}</h3>
        <p className={`${classes.quiet} numbers`}>{t('responses.summary.card.answered', { answered: formatNumber(question.answered), shown: formatNumber(question.shown) })}</p>
      </header>
      {question.figures.length > 0 && <CardFigures question={question} />}
      {question.answered === 0 ? (
        <p className={classes.quiet}>{t('responses.summary.card.nobody')}</p>
      ) : (
        Body && <Body question={question} chosen={isOwn ? { value: view.value, group: view.group } : { value: '', group: '' }} onChoose={onChoose && ((filters) => onChoose({ question: question.question, ...filters }))} />
      )}
    </section>
  )
}

function CardFigures({ question }: { question: QuestionSummary }) {
  const { t } = useTranslation('surveys')
  return (
    <div className={classes.figures}>
      {question.figures.map((figure) => (
        <div key={figure.metric} className={classes.figure}>
          <Tooltip label={figure.text}>
            {/* Focusable, so that the definition can be reached without a mouse. */}
            <button type="button" className={classes.figureName} aria-label={`${t(`responses.summary.metric.${figure.metric}`)}: ${figure.text}`}>{t(`responses.summary.metric.${figure.metric}`)}</button>
          </Tooltip>
          <strong className="numbers">{figure.value === null ? '–' : sayValue(figure.metric, figure.value)}</strong>
          <span className={classes.figureNote}>
            {figure.value === null && figure.n > 0 ? t('responses.summary.card.hidden') : <FigureNote figure={figure} />}
          </span>
        </div>
      ))}
    </div>
  )
}
