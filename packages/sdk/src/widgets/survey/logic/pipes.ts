/** Earlier answers within later texts: `{{answer:q1|there}}`. What comes out is text, never markup. */
import type { Answers, Question } from '../wire.ts'
import { listParts } from './parts.ts'

const pipe = /\{\{\s*answer:([a-z][a-z0-9_]*)\s*(?:\|([^{}]*))?\}\}/g

/** An answer in words: labels of choices, what was written, a name. */
export function putInWords(value: unknown, { config }: Question): string {
  const { other, name } = (value ?? {}) as { other?: string; name?: string }
  if (name) return name
  const labels = listParts(value).map((part) => {
    if (part === 'other' && other) return other
    return config.choices?.find(({ key }) => key === part)?.label ?? String(part)
  })
  return labels.join(', ')
}

export function fillPipes(text: string, questions: readonly Question[], answers: Answers): string {
  return text.replace(pipe, (_whole, key: string, fallback = '') => {
    const question = questions.find((each) => each.key === key)
    return (question && putInWords(answers[key], question)) || fallback
  })
}
