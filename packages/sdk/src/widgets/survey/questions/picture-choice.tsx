/** Pictures to choose from, one or several. */
import { h } from '../../render.ts'
import type { QuestionKind } from './question-kind.ts'
import { toggleChoice } from './multiple-choice.tsx'
import { Option } from './option.tsx'

const isPicture = (address = '') => /^(https:|data:image\/)/.test(address)

export const pictureChoice: QuestionKind = {
  type: 'picture_choice',
  render({ question, value, answer, id, fill }) {
    const { choices: all = [], isMultiple } = question.config
    const chosen = (value ?? {}) as { choices?: string[] }
    const { choices = [] } = chosen
    return (
      <div class="pictures">
        {all.map((choice) => (
          <Option
            key={choice.key}
            type={isMultiple ? 'checkbox' : 'radio'}
            name={id}
            label={fill(choice.label)}
            isChosen={choices.includes(choice.key)}
            choose={() => {
              const next = isMultiple ? toggleChoice(chosen, choice, all) : { choices: [choice.key] }
              answer(next.choices?.length ? next : undefined)
            }}
            // The label below says what it shows.
            picture={isPicture(choice.image) ? <img src={choice.image} alt="" loading="lazy" /> : <span class="blank" />}
          />
        ))}
      </div>
    )
  },
}
