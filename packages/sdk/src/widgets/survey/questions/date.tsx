/** A day, chosen with what the browser brings for that. */
import { h } from '../../render.ts'
import type { QuestionKind } from './question-kind.ts'

export const date: QuestionKind = {
  type: 'date',
  isWritten: true,
  render: ({ question: { config }, value, answer, id }) => (
    <input
      class="field"
      type="date"
      id={`${id}-field`}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-error`}
      min={config.min}
      max={config.max}
      value={String(value ?? '')}
      onInput={({ currentTarget }) => answer(currentTarget.value || undefined)}
    />
  ),
  check(value, { config: { min, max } }, say) {
    const isOutside = (min && String(value) < String(min)) || (max && String(value) > String(max))
    return isOutside ? `${say('choose')}: ${min ?? '…'} – ${max ?? '…'}` : undefined
  },
}
