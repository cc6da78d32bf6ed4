// What a condition can ask, what it may be compared with, and how it is said.
import type { TFunction } from 'i18next'
import type { AnswerOperator, Question, SurveyCondition, SurveyContent } from '@contract/surveys/surveys.contract.ts'
import type { QuestionTypeDescription } from '../survey-requests.ts'
import type { Choice } from './choice-list.tsx'
import { listText, readText } from './content.ts'

export type GroupCondition = Extract<SurveyCondition, { conditions: SurveyCondition[] }>
export type LeafCondition = Exclude<SurveyCondition, GroupCondition>
export type AnswerCondition = Extract<SurveyCondition, { type: 'answer' }>

export function isGroup(condition: SurveyCondition): condition is GroupCondition {
  return condition.type === 'all' || condition.type === 'any' || condition.type === 'none'
}

/** One condition reads as a group of one. */
export function toGroup(condition: SurveyCondition | undefined): GroupCondition {
  if (!condition) return { type: 'all', conditions: [] }
  return isGroup(condition) ? condition : { type: 'all', conditions: [condition] }
}

/** The shortest form: nothing for no condition, the condition itself for one. */
export function fromGroup(group: GroupCondition): SurveyCondition | undefined {
  const [first] = group.conditions
  if (!first) return undefined
  return group.conditions.length === 1 && group.type !== 'none' ? first : group
}

const numeric: AnswerOperator[] = ['at_least', 'at_most', 'equals', 'not_equals', 'is_answered', 'is_not_answered']
const chosen: AnswerOperator[] = ['equals', 'not_equals', 'is_answered', 'is_not_answered']
const several: AnswerOperator[] = ['has', 'has_not', 'is_answered', 'is_not_answered']
const given: AnswerOperator[] = ['is_answered', 'is_not_answered']
const byShape: Record<string, AnswerOperator[]> = {
  scale: numeric, number: numeric, choice: [...several, 'equals', 'not_equals'], ranking: several, matrix: several, date: ['equals', 'at_least', 'at_most', ...given], consent: chosen, contact: given, file: given, text: ['equals', 'has', ...given],
}

/** Its shape, said by the server; else told from its settings. */
export function findShape(question: Question, types: readonly QuestionTypeDescription[]): string {
  const said = types.find(({ type }) => type === question.type)?.shape
  if (said) return said
  if (Array.isArray(question.config['choices'])) return 'choice'
  return /^(nps|csat|ces|rating|number)$/.test(question.type) ? 'scale' : 'text'
}

export function listOperators(question: Question, types: readonly QuestionTypeDescription[]): AnswerOperator[] {
  return byShape[findShape(question, types)] ?? given
}

export const needsValue = (operator: AnswerOperator) => operator !== 'is_answered' && operator !== 'is_not_answered'

/** What can be chosen as the value; null where it is typed. */
export function listValues(question: Question, main: string): Array<{ value: string; label: string }> | null {
  const choices = question.config['choices']
  if (!Array.isArray(choices)) return null
  const listed = (choices as Choice[]).map(({ key, label }) => ({ value: key, label: readText(label, main, main) || key }))
  return question.config['hasOther'] === true ? [...listed, { value: 'other', label: readText(question.config['otherLabel'] as never, main, main) || 'Other' }] : listed
}

export function createAnswerCondition(question: Question, types: readonly QuestionTypeDescription[]): AnswerCondition {
  const [operator = 'is_answered'] = listOperators(question, types)
  const shape = findShape(question, types)
  if (!needsValue(operator)) return { type: 'answer', question: question.key, operator }
  const first = listValues(question, 'en')?.[0]?.value
  return { type: 'answer', question: question.key, operator, value: shape === 'scale' || shape === 'number' ? 0 : (first ?? '') }
}

export interface ConditionWords {
  t: TFunction<'surveys'>
  content: SurveyContent
  /** Says "the answer" of this question instead of naming it. */
  self?: string
  /** Says "answer 2" where there is no room for the question. */
  isShort?: boolean
}

export function nameQuestion(key: string, { content, t }: Pick<ConditionWords, 'content' | 't'>): string {
  const at = content.questions.findIndex((each) => each.key === key)
  const question = content.questions[at]
  if (!question) return t('logic.gone', { key })
  return listText(question.title, content.languages.main) || t('question.untitled', { position: at + 1 })
}

/** "the answer is at most 6" */
export function sayCondition(condition: SurveyCondition, words: ConditionWords): string {
  const { t, content } = words
  switch (condition.type) {
    case 'all': case 'any': case 'none':
      return t(`logic.say.${condition.type}`, { conditions: condition.conditions.map((each) => sayCondition(each, words)).join(t(`logic.joiner.${condition.type === 'any' ? 'any' : 'all'}`)) })
    case 'answer': {
      const question = content.questions.find(({ key }) => key === condition.question)
      const value = (question && listValues(question, content.languages.main)?.find((each) => each.value === String(condition.value))?.label) ?? condition.value ?? '…'
      const position = content.questions.findIndex(({ key }) => key === condition.question) + 1
      const subject = condition.question === words.self ? t('logic.theAnswer') : words.isShort && position > 0 ? t('logic.answerNumber', { position }) : t('logic.answerTo', { question: nameQuestion(condition.question, words) })
      return t('logic.say.answer', { subject, operator: t(`logic.${words.isShort ? 'shortOperator' : 'operator'}.${condition.operator}`), value: needsValue(condition.operator) ? value : '' }).trim()
    }
    case 'score':
      return t('logic.say.score', { score: content.scores.find(({ key }) => key === condition.score)?.name ?? condition.score, operator: t(`logic.operator.${condition.operator}`), value: condition.value })
    case 'hidden':
      return t('logic.say.hidden', { field: condition.field, operator: t(`logic.hiddenOperator.${condition.operator}`), value: condition.operator === 'is_given' ? '' : (condition.value ?? '…') }).trim()
    default:
      return t('logic.say.person', { count: condition.rule.conditions.length })
  }
}
