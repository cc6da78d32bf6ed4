/** Words of one's own: a line or a paragraph. */
import { h } from '../../render.ts'
import type { QuestionKind } from './question-kind.ts'

export const shortText: QuestionKind = {
  type: 'short_text',
  isWritten: true,
  render: ({ question: { config }, value, answer, id, fill }) => (
    <input
      class="field"
      type="text"
      id={`${id}-field`}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-error`}
      placeholder={fill(config.placeholder ?? '')}
      maxLength={config.maxLength ?? 500}
      value={String(value ?? '')}
      onInput={({ currentTarget }) => answer(currentTarget.value || undefined)}
    />
  ),
}

export const longText: QuestionKind = {
  type: 'long_text',
  isWritten: true,
  render({ question: { config }, value, answer, id, say, fill }) {
    const text = String(value ?? '')
    const left = (config.maxLength ?? 5_000) - text.length
    return (
      <div>
        <textarea
          class="field"
          rows={4}
          id={`${id}-field`}
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-error`}
          placeholder={fill(config.placeholder ?? '')}
          maxLength={config.maxLength ?? 5_000}
          value={text}
          onInput={({ currentTarget }) => answer(currentTarget.value || undefined)}
        />
        {left <= 100 && <p class="hint">{say('charactersLeft', { count: left })}</p>}
      </div>
    )
  },
}
