/** A permission, given by ticking it. */
import { h } from '../../render.ts'
import type { QuestionKind } from './question-kind.ts'
import { Option } from './option.tsx'

export const consent: QuestionKind = {
  type: 'consent',
  render: ({ question, value, answer, id, fill }) => (
    <div class="options">
      <Option type="checkbox" name={id} label={fill(question.config.label ?? '')} isChosen={value === true} choose={() => answer(value !== true)} />
    </div>
  ),
  check: (value, { isRequired }, say) => (isRequired && value !== true ? say('required') : undefined),
}
