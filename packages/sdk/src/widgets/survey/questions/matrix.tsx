/** The same choice for several rows: a grid where there is room, else one row below the other. */
import { h } from '../../render.ts'
import type { QuestionKind } from './question-kind.ts'

export const matrix: QuestionKind = {
  type: 'matrix',
  render({ question, value, answer, id, fill }) {
    const { rows = [], columns = [] } = question.config
    const chosen = (value ?? {}) as Record<string, string>
    return (
      <div class={columns.length > 5 ? 'matrix many' : 'matrix'}>
        <div class="heads" aria-hidden="true">
          <span />
          {columns.map((column) => (
            <span key={column.key}>{fill(column.label)}</span>
          ))}
        </div>
        {rows.map((row) => (
          <div class="row" key={row.key} role="radiogroup" aria-labelledby={`${id}-row-${row.key}`}>
            <span class="name" id={`${id}-row-${row.key}`}>
              {fill(row.label)}
            </span>
            {columns.map((column) => (
              <label key={column.key}>
                <input
                  type="radio"
                  name={`${id}-row-${row.key}`}
                  checked={chosen[row.key] === column.key}
                  onChange={() => answer({ ...chosen, [row.key]: column.key })}
                />
                <span class="cell">
                  <span class="mark radio" />
                  <span class="text">{fill(column.label)}</span>
                </span>
              </label>
            ))}
          </div>
        ))}
      </div>
    )
  },
  check(value, { config, isRequired }, say) {
    const isComplete = Object.keys(value as object).length >= (config.rows?.length ?? 0)
    return isRequired && !isComplete ? say('required') : undefined
  },
}
