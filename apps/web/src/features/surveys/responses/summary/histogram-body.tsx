import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../../ui/format.ts'
import { Bars } from './bars.tsx'
import { binValues } from './histogram.ts'
import type { BodyProps } from './question-card.tsx'
import { sayShare } from './say-figure.ts'

/** Numbers and dates in their order. A bar of one value leads to its answers; one of several has no filter to lead to. */
export function HistogramBody({ question: { title, shape, distribution }, chosen, onChoose }: BodyProps) {
  const { t } = useTranslation('surveys')
  const bins = useMemo(() => binValues(distribution, shape === 'date' ? 'date' : 'number'), [distribution, shape])
  const most = Math.max(...bins.map(({ count }) => count), 1)
  return (
    <Bars
      label={title}
      bars={bins.map(({ from, to, count, share, value }) => {
        const label = from === to ? from : t('responses.summary.card.range', { from, to })
        return {
          key: from,
          label,
          length: count / most,
          text: `${formatNumber(count)} · ${sayShare(share)}`,
          isChosen: value !== null && chosen.value === value,
          isDimmed: chosen.value !== '' && chosen.value !== value,
          ...(value !== null && onChoose && { onChoose: () => onChoose({ value }) }),
        }
      })}
    />
  )
}
