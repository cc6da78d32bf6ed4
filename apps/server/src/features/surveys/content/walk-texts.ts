// The one walk over texts in several languages, wherever they stand in a survey.
import type { Localised } from '../surveys.contract.ts'

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

export function isLocalised(value: unknown): value is Localised {
  return isObject(value) && isObject(value['i18n']) && Object.keys(value).length === 1
}

export const hasText = (text: unknown): text is string => typeof text === 'string' && text.trim() !== ''

/** A copy of `value` with every localised text replaced by what `change` makes of it. */
export function replaceTexts(value: unknown, change: (text: Localised, path: string) => unknown, path = ''): unknown {
  if (isLocalised(value)) return change(value, path)
  const below = (name: string | number) => (path === '' ? String(name) : `${path}.${name}`)
  if (Array.isArray(value)) return value.map((entry, index) => replaceTexts(entry, change, below(index)))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, replaceTexts(entry, change, below(name))]))
}

/** Every localised text with the path to it: `questions.2.title`. */
export function listTexts(value: unknown): { path: string; text: Localised }[] {
  const found: { path: string; text: Localised }[] = []
  replaceTexts(value, (text, path) => found.push({ path, text }))
  return found
}
