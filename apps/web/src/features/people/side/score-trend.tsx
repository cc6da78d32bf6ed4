import { useTranslation } from 'react-i18next'
import type { PersonResponse } from '../feedback-requests.ts'
import classes from './side.module.css'

const width = 120
const height = 28
const inset = 4
const mostScores = 12

/** How a person's answers to NPS questions went, from 0 to 10; nothing before the second. */
export function ScoreTrend({ responses }: { responses: PersonResponse[] }) {
  const { t } = useTranslation('people')
  const scores = listScores(responses)
  if (scores.length < 2) return null
  const points = scores.map(({ score }, index) => ({
    x: inset + (index * (width - 2 * inset)) / (scores.length - 1),
    y: height - inset - (score / 10) * (height - 2 * inset),
  }))
  return (
    <div className={classes.trend}>
      <span>{t('feedback.trend')}</span>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('feedback.trendLabel', { scores: scores.map(({ score }) => score).join(', ') })}>
        <polyline points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} fill="none" stroke="var(--ink-faint)" strokeWidth="1.5" />
        {points.map(({ x, y }, index) => <circle key={scores[index]!.id} cx={x} cy={y} r="3" data-group={scores[index]!.group} />)}
      </svg>
    </div>
  )
}

/** The oldest first. */
function listScores(responses: PersonResponse[]): Array<{ id: string; score: number; group: string | null }> {
  return responses
    .flatMap(({ id, answers }) => {
      const answer = answers.find(({ type }) => type === 'nps')
      return answer && typeof answer.value === 'number' ? [{ id, score: answer.value, group: answer.group }] : []
    })
    .slice(0, mostScores)
    .reverse()
}
