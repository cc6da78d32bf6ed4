/** One of several, as a list or a drop-down, with room for another answer. */
import { h } from '../../render.ts'
import type { QuestionKind, QuestionView } from './question-kind.ts'
import { OtherField, Option } from './option.tsx'

/** No key of a choice begins with a line. */
const otherKey = '_other'

interface Single {
  choice?: string
  other?: string
}

function renderDropdown({ question, value, answer, say, id, fill }: QuestionView) {
  const { choices = [], hasOther, otherLabel } = question.config
  const { choice, other } = (value ?? {}) as Single
  return (
    <select
      class="field"
      id={`${id}-field`}
      aria-labelledby={`${id}-title`}
      value={other === undefined ? (choice ?? '') : otherKey}
      onChange={({ currentTarget: { value: chosen } }) =>
        answer(chosen === otherKey ? { other: '' } : chosen ? { choice: chosen } : undefined)
      }
    >
      <option value="">{say('choose')}</option>
      {choices.map(({ key, label }) => (
        <option key={key} value={key}>
          {fill(label)}
        </option>
      ))}
      {hasOther && <option value={otherKey}>{fill(otherLabel ?? say('other'))}</option>}
    </select>
  )
}

function renderList({ question, value, answer, say, id, fill }: QuestionView) {
  const { choices = [], hasOther, otherLabel } = question.config
  const { choice, other } = (value ?? {}) as Single
  const options = choices.map(({ key, label }) => (
    <Option key={key} type="radio" name={id} label={fill(label)} isChosen={choice === key} choose={() => answer({ choice: key })} />
  ))
  const otherName = fill(otherLabel ?? say('other'))
  if (hasOther) options.push(<Option type="radio" name={id} label={otherName} isChosen={other !== undefined} choose={() => answer({ other: other ?? '' })} />)
  return options
}

export const singleChoice: QuestionKind = {
  type: 'single_choice',
  isSingle: true,
  render(view) {
    const { other } = (view.value ?? {}) as Single
    return (
      <div class="options">
        {view.question.config.look === 'dropdown' ? renderDropdown(view) : renderList(view)}
        {other !== undefined && <OtherField say={view.say} value={other} write={(text) => view.answer({ other: text })} />}
      </div>
    )
  },
  check: (value, _question, say) => ((value as Single).other?.trim() === '' ? say('otherPlaceholder') : undefined),
}
