/** Several of several; an exclusive choice takes the others back. */
import { h } from '../../render.ts'
import type { QuestionKind } from './question-kind.ts'
import { Option, OtherField } from './option.tsx'
import type { Choice } from '../wire.ts'

interface Several {
  choices?: string[]
  other?: string
}

/** What is chosen after one was pressed. */
export function toggleChoice(chosen: Several, pressed: Choice, all: readonly Choice[]): Several {
  const { choices = [], other } = chosen
  if (choices.includes(pressed.key)) return { ...chosen, choices: choices.filter((key) => key !== pressed.key) }
  if (pressed.isExclusive) return { choices: [pressed.key] }
  const exclusive = all.filter(({ isExclusive }) => isExclusive).map(({ key }) => key)
  return { choices: [...choices.filter((key) => !exclusive.includes(key)), pressed.key], ...(other !== undefined && { other }) }
}

const tidy = (value: Several): Several | undefined => (value.choices?.length || value.other !== undefined ? value : undefined)

export const multipleChoice: QuestionKind = {
  type: 'multiple_choice',
  render({ question, value, answer, say, id, fill }) {
    const { choices: all = [], hasOther, otherLabel, min, max } = question.config
    const chosen = (value ?? {}) as Several
    const { choices = [], other } = chosen
    const exclusive = all.filter(({ isExclusive }) => isExclusive).map(({ key }) => key)
    const toggleOther = () =>
      answer(tidy(other === undefined ? { choices: choices.filter((key) => !exclusive.includes(key)), other: '' } : { choices }))
    return (
      <div class="options">
        <p class="hint">{max ? say('chooseAtMost', { max }) : min ? say('chooseAtLeast', { min }) : say('chooseAny')}</p>
        {all.map((choice) => (
          <Option
            key={choice.key}
            type="checkbox"
            name={id}
            label={fill(choice.label)}
            isChosen={choices.includes(choice.key)}
            choose={() => answer(tidy(toggleChoice(chosen, choice, all)))}
          />
        ))}
        {hasOther && (
          <Option type="checkbox" name={id} label={fill(otherLabel ?? say('other'))} isChosen={other !== undefined} choose={toggleOther} />
        )}
        {other !== undefined && <OtherField say={say} value={other} write={(text) => answer({ choices, other: text })} />}
      </div>
    )
  },
  check(value, { config }, say) {
    const { choices = [], other } = value as Several
    if (other?.trim() === '') return say('otherPlaceholder')
    const count = choices.length + (other === undefined ? 0 : 1)
    const { min, max, choices: all = [] } = config
    if (all.some(({ key, isExclusive }) => isExclusive && choices.includes(key))) return undefined
    if (min && count < Number(min)) return say('chooseAtLeast', { min })
    return max && count > Number(max) ? say('chooseAtMost', { max }) : undefined
  },
}
