/** A row of numbers, stars, hearts or faces, of which one is chosen. */
import { h, type Content as Drawing } from '../../render.ts'
import type { QuestionKind, QuestionView } from './question-kind.ts'
import type { Question } from '../wire.ts'

interface ScaleType {
  type: string
  range(question: Question): readonly [from: number, to: number]
  /** Colours of the numbers from low to high, where the question asks for them. */
  toneOf?(value: number): string
}

const star = 'M12 2.6l2.9 5.9 6.5.9-4.7 4.6 1.1 6.4-5.8-3-5.8 3 1.1-6.4L2.6 9.4l6.5-.9z'
const heart = 'M12 20.7C5.4 15.3 2.6 12.3 2.6 8.7a5 5 0 0 1 9.4-2.5 5 5 0 0 1 9.4 2.5c0 3.6-2.8 6.6-9.4 12z'

function drawFace(share: number) {
  const bend = 12.6 + (share - 0.5) * 9
  const ends = 15.4 - (share - 0.5) * 2.4
  return (
    <g>
      <circle cx="12" cy="12" r="9.6" />
      <path d={`M7.6 ${ends}Q12 ${bend + 3.2} 16.4 ${ends}`} />
      <path d="M8.8 9.2v.8M15.2 9.2v.8" />
    </g>
  )
}

function drawMark(look: string | undefined, value: number, [from, to]: readonly [number, number]): Drawing {
  if (look !== 'stars' && look !== 'hearts' && look !== 'smileys') return value
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class={look === 'smileys' ? 'face' : 'shape'}>
      {look === 'smileys' ? drawFace((value - from) / (to - from)) : <path d={look === 'stars' ? star : heart} />}
    </svg>
  )
}

function renderScale(view: QuestionView, range: readonly [number, number], toneOf?: (value: number) => string) {
  const { question, value, id, say, fill } = view
  const { lowLabel, highLabel, look, isColoured } = question.config
  const [from, to] = range
  const isNumbers = !look || look === 'numbers' || (look === 'smileys' && to > 5)
  const picture = isNumbers ? 'numbers' : look
  const steps = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  const describeStep = (step: number) => {
    const end = step === from ? lowLabel : step === to ? highLabel : undefined
    return say('stepOf', { value: step, max: to }) + (end ? `, ${fill(end)}` : '')
  }
  return (
    <div>
      <div class={`scale ${picture} of${steps.length}`}>
        {steps.map((step) => (
          <label key={step} class={isColoured && toneOf ? toneOf(step) : ''}>
            <input
              type="radio"
              name={id}
              value={step}
              checked={value === step}
              aria-label={describeStep(step)}
              onChange={() => view.answer(step)}
            />
            <span class={!isNumbers && picture !== 'smileys' && Number(value) >= step ? 'on' : ''}>{drawMark(picture, step, range)}</span>
          </label>
        ))}
      </div>
      {(lowLabel || highLabel) && (
        <div class="ends" aria-hidden="true">
          <span>{fill(lowLabel ?? '')}</span>
          <span>{fill(highLabel ?? '')}</span>
        </div>
      )}
    </div>
  )
}

/** @example export const ces = defineScale({ type: 'ces', range: () => [1, 7] }) */
export function defineScale({ type, range, toneOf }: ScaleType): QuestionKind {
  return {
    type,
    isSingle: true,
    scale: range,
    render: (view) => renderScale(view, range(view.question), toneOf),
  }
}
