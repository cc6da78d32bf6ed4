// A cell as an answer to a question: numbers in any notation, choices by key or by label in any language, lists by their separators.
import type { Question } from '../surveys.contract.ts'
import { findType } from '../responses/question-summary.rules.ts'
import { readDate, type DayOrder } from './dates.rules.ts'

interface LabelledKey {
  key: string
  label: { i18n: Record<string, string> }
}

const yes = new Set(['yes', 'true', '1', 'x', 'ja', 'oui', 'si', 'sí', 'y'])
const no = new Set(['no', 'false', '0', 'nein', 'non', 'n'])

/** `1,5` and `1.5` are the same number. */
function readNumber(text: string): unknown {
  return /^[+-]?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : text
}

function findKey(text: string, choices: readonly LabelledKey[]): string | undefined {
  const wanted = text.trim().toLowerCase()
  return choices.find(({ key, label }) => key === wanted || Object.values(label.i18n).some((name) => name.trim().toLowerCase() === wanted))?.key
}

/** Keys of a list; a label may itself hold a comma, so that the whole is tried first. What is none of them comes back as words. */
function readList(text: string, choices: readonly LabelledKey[]): { keys: string[]; others: string[] } {
  const whole = findKey(text, choices)
  if (whole) return { keys: [whole], others: [] }
  const parts = text.split(/[;|\n]/).length > 1 ? text.split(/[;|\n]/) : text.split(',')
  const named = parts.map((part) => part.trim()).filter((part) => part !== '').map((part) => ({ part, key: findKey(part, choices) }))
  return { keys: named.flatMap(({ key }) => key ?? []), others: named.filter(({ key }) => key === undefined).map(({ part }) => part) }
}

function readChoice({ type, config }: Question, text: string): unknown {
  const choices = (config['choices'] ?? []) as LabelledKey[]
  if (type === 'single_choice') {
    const choice = findKey(text, choices)
    return choice ? { choice } : { other: text }
  }
  const { keys, others } = readList(text, choices)
  return { choices: keys, ...(others.length > 0 ? { other: others.join(', ') } : {}) }
}

/** The answer that a cell stands for; its type checks it. `part`: the row of a matrix or the field of contact details. */
export function readCell(question: Question, text: string, { order, part }: { order: DayOrder; part?: string | undefined }): unknown {
  const { shape } = findType(question)
  if (shape === 'scale' || shape === 'number') return readNumber(text)
  if (shape === 'choice') return readChoice(question, text)
  if (shape === 'ranking') return readList(text, (question.config['choices'] ?? []) as LabelledKey[]).keys
  if (shape === 'consent') return yes.has(text.toLowerCase()) ? true : no.has(text.toLowerCase()) ? false : text
  if (shape === 'matrix') return part === undefined ? text : { [part]: findKey(text, (question.config['columns'] ?? []) as LabelledKey[]) ?? text }
  if (shape === 'contact') return { [part ?? 'email']: text }
  if (shape !== 'date') return text
  const at = readDate(text, order)
  return at === undefined ? text : new Date(at).toISOString().slice(0, 10)
}
