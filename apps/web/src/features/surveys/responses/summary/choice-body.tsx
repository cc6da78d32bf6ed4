import { formatNumber } from '../../../../ui/format.ts'
import { Bars } from './bars.tsx'
import type { BodyProps } from './question-card.tsx'
import { sayShare } from './say-figure.ts'

/** Choices as bars with share and count. */
export function ChoiceBody({ question: { title, distribution }, chosen, onChoose }: BodyProps) {
  return (
    <Bars
      label={title}
      bars={distribution.map(({ value, label, count, share }) => ({
        key: value,
        label,
        length: share,
        text: `${sayShare(share)} · ${formatNumber(count)}`,
        isChosen: chosen.value === value,
        isDimmed: chosen.value !== '' && chosen.value !== value,
        ...(onChoose && { onChoose: () => onChoose({ value }) }),
      }))}
    />
  )
}
