/** A number, with its unit. */
import { h } from '../../render.ts'
import type { QuestionKind } from './question-kind.ts'

/** What was typed, with a comma or a point; what is no number stays a text, so that it is kept and complained of. */
export function readNumber(text: string): number | string | undefined {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return undefined
  return Number.isFinite(Number(trimmed)) && /\d$/.test(trimmed) ? Number(trimmed) : text
}

const showRange = (min?: number | string, max?: number | string) =>
  min !== undefined && max !== undefined ? ` (${min}–${max})` : min !== undefined ? ` (≥ ${min})` : max !== undefined ? ` (≤ ${max})` : ''

export const number: QuestionKind = {
  type: 'number',
  isWritten: true,
  render: ({ question: { config }, value, answer, id, fill }) => (
    <div class="united">
      <input
        class="field"
        type="text"
        inputMode={config.isWhole ? 'numeric' : 'decimal'}
        autoComplete="off"
        maxLength={20}
        id={`${id}-field`}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-error`}
        defaultValue={String(value ?? '')}
        onInput={({ currentTarget }) => answer(readNumber(currentTarget.value))}
      />
      {config.unit && <span class="unit">{fill(config.unit)}</span>}
    </div>
  ),
  check(value, { config: { min, max, isWhole } }, say) {
    const isFine =
      typeof value === 'number' &&
      (!isWhole || Number.isInteger(value)) &&
      (min === undefined || value >= Number(min)) &&
      (max === undefined || value <= Number(max))
    return isFine ? undefined : say('numberWrong') + showRange(min, max)
  },
}
