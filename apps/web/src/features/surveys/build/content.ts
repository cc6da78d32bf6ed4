// Pure changes of a survey's content: questions come, go, move and are renamed with everything that names them.
import type { Ending, Localised, Question, SurveyCondition, SurveyContent } from '@contract/surveys/surveys.contract.ts'
import type { QuestionTypeDescription } from '../survey-requests.ts'

export function isLocalised(value: unknown): value is Localised {
  return typeof value === 'object' && value !== null && 'i18n' in value && typeof value.i18n === 'object'
}

/** A text in the language; that of the main one where it is missing. */
export function readText(text: Localised | undefined, shown: string, main: string): string {
  return text?.i18n[shown] || text?.i18n[main] || ''
}

/** A text as it is listed: in place of an answer or a trait stands what stands there without. */
export function listText(text: Localised | undefined, main: string): string {
  return readText(text, main, main).replaceAll(/\{\{\w+:(\w+)\|([^{}]*)\}\}/g, (_pipe, name: string, without: string) => without || name)
}

/** The text with this one language changed; an empty text leaves. */
export function writeText(text: Localised | undefined, shown: string, typed: string): Localised {
  const i18n = { ...text?.i18n, [shown]: typed }
  if (typed === '') delete i18n[shown]
  return { i18n }
}

/** The first of q1, q2 … that is free. */
export function findFreeKey(prefix: string, taken: readonly string[]): string {
  let number = taken.length + 1
  while (taken.includes(`${prefix}${number}`)) number += 1
  return `${prefix}${number}`
}

/** Examples are written in English; the survey may be in another language. Their pictures are nowhere. */
function moveTexts(value: unknown, main: string): unknown {
  if (isLocalised(value)) return { i18n: { [main]: Object.values(value.i18n)[0] ?? '' } }
  if (Array.isArray(value)) return value.map((each) => moveTexts(each, main))
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === 'image' ? '' : moveTexts(each, main)]))
  return value
}

export function makeConfig(type: QuestionTypeDescription, main: string): Record<string, unknown> {
  return moveTexts(type.example, main) as Record<string, unknown>
}

const listKeys = (content: SurveyContent) => [...content.questions, ...content.endings].map(({ key }) => key)

export function addQuestion(content: SurveyContent, type: QuestionTypeDescription, at: number): { content: SurveyContent; key: string } {
  const key = findFreeKey('q', listKeys(content))
  const question: Question = { key, type: type.type, title: { i18n: {} }, isRequired: false, config: makeConfig(type, content.languages.main), jumps: [] }
  return { content: { ...content, questions: content.questions.toSpliced(at, 0, question) }, key }
}

export function duplicateQuestion(content: SurveyContent, question: Question): { content: SurveyContent; key: string } {
  const key = findFreeKey('q', listKeys(content))
  const at = content.questions.indexOf(question) + 1
  return { content: { ...content, questions: content.questions.toSpliced(at, 0, { ...structuredClone(question), key }) }, key }
}

export function moveQuestion(content: SurveyContent, from: number, to: number): SurveyContent {
  const moved = content.questions[from]
  if (!moved || to < 0 || to >= content.questions.length || from === to) return content
  return { ...content, questions: content.questions.toSpliced(from, 1).toSpliced(to, 0, moved) }
}

export function changeQuestion(content: SurveyContent, key: string, question: Question): SurveyContent {
  return { ...content, questions: content.questions.map((each) => (each.key === key ? question : each)) }
}

/** Without the question and the jumps that lead to it. */
export function removeQuestion(content: SurveyContent, key: string): SurveyContent {
  const questions = content.questions.filter((each) => each.key !== key).map((each) => ({ ...each, jumps: each.jumps.filter(({ to }) => to !== key) }))
  return { ...content, questions, scores: content.scores.map((score) => ({ ...score, parts: score.parts.filter((part) => part.question !== key) })).filter(({ parts }) => parts.length > 0) }
}

export function addEnding(content: SurveyContent, kind: Ending['kind'], title: string): { content: SurveyContent; key: string } {
  const key = findFreeKey('end', listKeys(content))
  return { content: { ...content, endings: [...content.endings, { key, kind, title: { i18n: { [content.languages.main]: title } } }] }, key }
}

export function changeEnding(content: SurveyContent, key: string, ending: Ending): SurveyContent {
  return { ...content, endings: content.endings.map((each) => (each.key === key ? ending : each)) }
}

export function removeEnding(content: SurveyContent, key: string): SurveyContent {
  const questions = content.questions.map((each) => ({ ...each, jumps: each.jumps.filter(({ to }) => to !== key) }))
  return { ...content, questions, endings: content.endings.filter((each) => each.key !== key) }
}

function renameInCondition(condition: SurveyCondition, from: string, to: string): SurveyCondition {
  if (condition.type === 'all' || condition.type === 'any' || condition.type === 'none') return { ...condition, conditions: condition.conditions.map((each) => renameInCondition(each, from, to)) }
  return condition.type === 'answer' && condition.question === from ? { ...condition, question: to } : condition
}

const renameInPipes = <Part>(part: Part, from: string, to: string): Part => JSON.parse(JSON.stringify(part).replaceAll(`{{answer:${from}|`, `{{answer:${to}|`)) as Part

/** Gives a question another name, in everything that names it: conditions, jumps, scores and texts. */
export function renameQuestion(content: SurveyContent, from: string, to: string): SurveyContent {
  const rename = <Part extends { showIf?: SurveyCondition | undefined }>(part: Part): Part => (part.showIf ? { ...part, showIf: renameInCondition(part.showIf, from, to) } : part)
  return renameInPipes({
    ...content,
    questions: content.questions.map((each) => ({
      ...rename(each),
      key: each.key === from ? to : each.key,
      jumps: each.jumps.map((jump) => ({ if: renameInCondition(jump.if, from, to), to: jump.to === from ? to : jump.to })),
    })),
    endings: content.endings.map(rename),
    scores: content.scores.map((score) => ({ ...score, parts: score.parts.map((part) => (part.question === from ? { ...part, question: to } : part)) })),
  }, from, to)
}
