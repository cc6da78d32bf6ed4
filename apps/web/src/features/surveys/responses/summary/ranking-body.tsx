import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../../ui/format.ts'
import { Bars } from './bars.tsx'
import type { BodyProps } from './question-card.tsx'
import { findMeanRanks } from './mean-ranks.ts'
import classes from './summary.module.css'

/** Choices by their mean rank, the best first. Everybody ranked all of them, so a bar has no answers of its own. */
export function RankingBody({ question }: BodyProps) {
  const { t } = useTranslation('surveys')
  const ranks = findMeanRanks(question)
  return (
    <>
      <p className={classes.quiet}>{t('responses.summary.card.rankHint')}</p>
      <Bars
        label={`${question.title}: ${t('responses.summary.card.rank')}`}
        bars={ranks.map(({ value, label, meanRank, share }) => {
          const text = meanRank === null ? '–' : formatNumber(meanRank, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
          return {
            key: value,
            label,
            length: share,
            text,
          }
        })}
      />
    </>
  )
}
