/** An order, given by choosing one after the other: as quick by keyboard and on a phone as with a mouse. */
import { h } from '../../render.ts'
import type { QuestionKind } from './question-kind.ts'

/** Ranks what was pressed next, or takes its place away; what is left alone at the end gets the last place. */
export function rankChoice(ranked: readonly string[], pressed: string, all: readonly string[]): string[] | undefined {
  const without = ranked.filter((key) => key !== pressed)
  if (without.length < ranked.length) return without.length > 0 ? without : undefined
  const next = [...ranked, pressed]
  const left = all.filter((key) => !next.includes(key))
  return left.length === 1 ? [...next, ...left] : next
}

export const ranking: QuestionKind = {
  type: 'ranking',
  render({ question, value, answer, say, fill }) {
    const { choices = [] } = question.config
    const ranked = (value ?? []) as string[]
    const keys = choices.map(({ key }) => key)
    return (
      <div class="options">
        <p class="hint">{say('rank')}</p>
        {choices.map(({ key, label }) => {
          const place = ranked.indexOf(key) + 1
          return (
            <button type="button" key={key} class="box rank" aria-pressed={place > 0} onClick={() => answer(rankChoice(ranked, key, keys))}>
              <span class="place">{place || ''}</span>
              <span class="text">{fill(label)}</span>
            </button>
          )
        })}
      </div>
    )
  },
  check: (value, { config }, say) => ((value as string[]).length < (config.choices?.length ?? 0) ? say('rank') : undefined),
}
