// Every text of a survey that a respondent reads, found by its form alone: translation needs to know no question type.
import type { Localised, SurveyContent } from '@contract/surveys/surveys.contract.ts'
import { isLocalised, writeText } from './content.ts'

export type TextPath = ReadonlyArray<string | number>
export interface FoundText {
  path: TextPath
  text: Localised
}

function collect(value: unknown, path: TextPath, found: FoundText[]): void {
  if (isLocalised(value)) found.push({ path, text: value })
  else if (Array.isArray(value)) value.forEach((each, index) => collect(each, [...path, index], found))
  else if (typeof value === 'object' && value !== null) for (const [name, each] of Object.entries(value)) collect(each, [...path, name], found)
}

/** In the order in which a respondent meets them. Texts that are empty in the main language are left out: nobody has to translate them. */
export function listTexts(content: SurveyContent): FoundText[] {
  const found: FoundText[] = []
  for (const name of ['welcome', 'questions', 'endings'] as const) collect(content[name], [name], found)
  return found.filter(({ text }) => (text.i18n[content.languages.main] ?? '') !== '')
}

/** Share of the texts that the language has, 0 to 1. */
export function measureCompleteness(content: SurveyContent, shown: string): number {
  const texts = listTexts(content)
  if (texts.length === 0) return 1
  return texts.filter(({ text }) => (text.i18n[shown] ?? '').trim() !== '').length / texts.length
}

function setIn(value: unknown, path: TextPath, change: (value: unknown) => unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return change(value)
  if (Array.isArray(value)) return value.map((each, index) => (index === name ? setIn(each, rest, change) : each))
  const record = value as Record<string, unknown>
  return { ...record, [name]: setIn(record[name], rest, change) }
}

export function translate(content: SurveyContent, path: TextPath, shown: string, typed: string): SurveyContent {
  return setIn(content, path, (text) => writeText(text as Localised, shown, typed)) as SurveyContent
}

/** Without the language, in every text. */
export function removeLanguage(content: SurveyContent, shown: string): SurveyContent {
  const cleared = listAll(content).reduce((now, { path }) => translate(now, path, shown, ''), content)
  return { ...cleared, languages: { ...content.languages, others: content.languages.others.filter((each) => each !== shown) } }
}

function listAll(content: SurveyContent): FoundText[] {
  const found: FoundText[] = []
  collect(content, [], found)
  return found
}
