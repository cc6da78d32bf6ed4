// Everything that must hold before a survey is published: each problem with its place and what to do about it.
import type { ErrorDetail } from '../../../platform/errors.ts'
import type { Definition } from '../../segments/conditions.contract.ts'
import { findChoiceProblem, findNumberProblem } from '../responses/answer-value.rules.ts'
import { dependsOnAnswers, listLeaves } from './condition.rules.ts'
import { isPictureData } from './pictures.rules.ts'
import { questionTypes } from '../question-types/index.ts'
import { checkScores } from './score.rules.ts'
import type { Question, SurveyCondition, SurveyContent, surveyKinds } from '../surveys.contract.ts'
import { checkTexts } from './text-check.rules.ts'

export interface ContentContext {
  kind: (typeof surveyKinds)[number]
  /** What is wrong with a rule on the person; undefined for a good one. */
  findRuleProblem(rule: Definition): string | undefined
}

function findRepeated(keys: readonly string[]): number[] {
  return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [index] : []))
}

function checkKeys({ questions, endings, scores, hiddenFields, languages }: SurveyContent): ErrorDetail[] {
  const inUse = new Set(questions.map((question) => question.key))
  const all = [languages.main, ...languages.others]
  return [
    ...findRepeated(questions.map((question) => question.key)).map((index) => ({ path: `questions.${index}.key`, message: `Another question is called "${questions[index]!.key}". Give this one another key.` })),
    ...findRepeated(endings.map((ending) => ending.key)).map((index) => ({ path: `endings.${index}.key`, message: `Another ending is called "${endings[index]!.key}". Give this one another key.` })),
    ...endings.flatMap(({ key }, index) => (inUse.has(key) ? [{ path: `endings.${index}.key`, message: `A question is called "${key}" too: a jump could mean either. Give one of them another key.` }] : [])),
    ...findRepeated(scores.map((score) => score.key)).map((index) => ({ path: `scores.${index}.key`, message: `Another score is called "${scores[index]!.key}". Give this one another key.` })),
    ...findRepeated(hiddenFields).map((index) => ({ path: `hiddenFields.${index}`, message: `The field "${hiddenFields[index]!}" is there twice.` })),
    ...findRepeated(all).map((index) => ({ path: `languages.others.${index - 1}`, message: `The language ${all[index]!} is there twice.` })),
  ]
}

function checkConfig({ type, config }: Question, path: string): ErrorDetail[] {
  const questionType = questionTypes.find(type)
  if (!questionType) return [{ path: `${path}.type`, message: `There is no type of question "${type}". Known: ${questionTypes.types.join(', ')}.` }]
  const parsed = questionType.configSchema.safeParse(config)
  return parsed.success ? [] : parsed.error.issues.map((issue) => ({ path: [path, 'config', ...issue.path].join('.'), message: issue.message }))
}

/** `reachable`: how many of the questions are answered by then. */
function checkCondition(condition: SurveyCondition, path: string, reachable: number, content: SurveyContent, context: ContentContext): ErrorDetail[] {
  return listLeaves(condition, path).flatMap(({ leaf, path: at }) => {
    const message = findLeafProblem(leaf, reachable, content, context)
    return message ? [{ path: at, message }] : []
  })
}

function findLeafProblem(leaf: ReturnType<typeof listLeaves>[number]['leaf'], reachable: number, content: SurveyContent, context: ContentContext): string | undefined {
  if (leaf.type === 'hidden') {
    if (!content.hiddenFields.includes(leaf.field)) return `There is no hidden field "${leaf.field}". Add it, or choose another.`
    return leaf.operator !== 'is_given' && leaf.value === undefined ? 'Say what the field is compared with.' : undefined
  }
  if (leaf.type === 'score') return content.scores.some((score) => score.key === leaf.score) ? undefined : `There is no score "${leaf.score}". Add it, or choose another.`
  if (leaf.type === 'person') return context.kind === 'employees' ? 'Answers of employees are anonymous: nothing can depend on the person.' : context.findRuleProblem(leaf.rule)
  const index = content.questions.findIndex((question) => question.key === leaf.question)
  if (index < 0) return `There is no question "${leaf.question}". Choose one that is there.`
  if (index >= reachable) return `The question "${leaf.question}" comes later, so nothing is known of it here.`
  return findComparisonProblem(leaf, content.questions[index]!)
}

function findComparisonProblem({ operator, value }: Extract<SurveyCondition, { type: 'answer' }>, question: Question): string | undefined {
  if (operator === 'is_answered' || operator === 'is_not_answered') return undefined
  if (value === undefined) return 'Say what the answer is compared with.'
  return operator === 'at_least' || operator === 'at_most' ? findNumberProblem(question, value) : findChoiceProblem(question, value)
}

function checkQuestion(question: Question, index: number, content: SurveyContent, context: ContentContext): ErrorDetail[] {
  const path = `questions.${index}`
  const problems = checkConfig(question, path)
  if (question.showIf) problems.push(...checkCondition(question.showIf, `${path}.showIf`, index, content, context))
  question.jumps.forEach((jump, position) => {
    const at = `${path}.jumps.${position}`
    problems.push(...checkCondition(jump.if, `${at}.if`, index + 1, content, context))
    const target = content.questions.findIndex(({ key }) => key === jump.to)
    if (target < 0 && !content.endings.some(({ key }) => key === jump.to)) problems.push({ path: `${at}.to`, message: `There is no question or ending "${jump.to}". Choose one that is there.` })
    else if (target >= 0 && target <= index) problems.push({ path: `${at}.to`, message: 'A jump leads to a later question or to an ending, never back.' })
  })
  return problems
}

/** The places from which answers alone decide that an ending is shown. */
function listAnswerPaths(content: SurveyContent, key: string): string[] {
  const index = content.endings.findIndex((ending) => ending.key === key)
  const own = content.endings[index]?.showIf
  return [
    ...(own && dependsOnAnswers(own) ? [`endings.${index}.showIf`] : []),
    ...content.questions.flatMap((question, at) => question.jumps.flatMap((jump, position) => (jump.to === key && dependsOnAnswers(jump.if) ? [`questions.${at}.jumps.${position}`] : []))),
  ]
}

/**
 * Whoever is asked for a review at all is asked whatever they answered: to invite only the happy ones misleads readers, and
 * the large review sites forbid it. Other endings carry the same invitation once they are delivered.
 */
function checkReviews(content: SurveyContent): ErrorDetail[] {
  return content.endings.flatMap((ending, index) => {
    if (ending.kind !== 'review') return []
    const missing = ending.url ? [] : [{ path: `endings.${index}.url`, message: 'Give the address where the review is written.' }]
    const gated = listAnswerPaths(content, ending.key).map((path) => ({ path, message: 'An invitation to review may not depend on answers or scores: everyone gets it.' }))
    return [...missing, ...gated]
  })
}

/** Names of fields that say who somebody is. */
const personalField = /^((user|person|employee|staff|profile|anonymous|personnel)(_?(id|number|no))?|.*e?mail.*|.*phone.*|mobile|name|(first|last|full|user|nick)_?name|birth.*)$/

/** Answers of employees promise anonymity, so nothing may ask who they are. */
function checkAnonymity({ questions, hiddenFields, endings }: SurveyContent): ErrorDetail[] {
  return [
    ...questions.flatMap(({ type }, index) => (type === 'contact' || type === 'consent' ? [{ path: `questions.${index}.type`, message: 'Answers of employees are anonymous: do not ask for contact details or a consent.' }] : [])),
    ...hiddenFields.flatMap((field, index) => (personalField.test(field) ? [{ path: `hiddenFields.${index}`, message: `Answers of employees are anonymous: the field "${field}" would say who they are.` }] : [])),
    ...endings.flatMap(({ kind }, index) => (kind === 'call_back' ? [{ path: `endings.${index}.kind`, message: 'Answers of employees are anonymous: nobody can be called back.' }] : [])),
  ]
}

/** All that stands in the way of publishing, in the order of the survey's parts. */
export function checkContent(content: SurveyContent, context: ContentContext): ErrorDetail[] {
  const { questions, endings, theme } = content
  return [
    ...(questions.every(({ type }) => type === 'statement') ? [{ path: 'questions', message: 'Add a question that can be answered.' }] : []),
    ...checkKeys(content),
    ...questions.flatMap((question, index) => checkQuestion(question, index, content, context)),
    ...checkScores(content),
    ...endings.flatMap((ending, index) => (ending.showIf ? checkCondition(ending.showIf, `endings.${index}.showIf`, questions.length, content, context) : [])),
    ...(endings.every(({ showIf }) => showIf) ? [{ path: 'endings', message: 'One ending needs no condition, so that everyone gets one.' }] : []),
    ...checkReviews(content),
    ...(context.kind === 'employees' ? checkAnonymity(content) : []),
    ...checkTexts(content, context.kind),
    ...(theme.logo === undefined || isPictureData(theme.logo) ? [] : [{ path: 'theme.logo', message: 'The logo must be a PNG, JPEG or WebP picture of up to 150 kB. Upload another one.' }]),
  ]
}
