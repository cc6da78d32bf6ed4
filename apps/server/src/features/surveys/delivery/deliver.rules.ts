// What one person gets to see of a survey: one language, pipes filled in, conditions on the person answered, choices in their order.
import { createHash } from 'node:crypto'
import type { Definition } from '../../segments/conditions.contract.ts'
import type { DeliveredCondition, DeliveredContent } from '../delivery.contract.ts'
import { questionTypes } from '../question-types/index.ts'
import type { Ending, Localised, Question, SurveyCondition, SurveyContent } from '../surveys.contract.ts'
import { directionOf, fillPipes, pickLanguage, pickText } from '../content/texts.rules.ts'
import { replaceTexts } from '../content/walk-texts.ts'
import { findWords } from '../words/index.ts'

export interface PersonFacts {
  traits: Readonly<Record<string, unknown>>
  /** Whether a rule of the segments' language holds for the person now. */
  holds(rule: Definition): boolean
}

const personalContents = new WeakMap<SurveyContent, boolean>()

/** Whether anything in it depends on who the person is: a trait in a text, or a condition. */
export function isPersonal(content: SurveyContent): boolean {
  let isKnown = personalContents.get(content)
  if (isKnown === undefined) personalContents.set(content, (isKnown = /\{\{trait:|"type":"person"/.test(JSON.stringify(content))))
  return isKnown
}

/** Somebody of whom nothing is known. */
export const anonymousPerson: PersonFacts = { traits: {}, holds: () => false }

export interface Delivery {
  survey: { id: string; name: string; kind: 'customers' | 'employees'; version: number }
  content: SurveyContent
  /** Wanted languages, the best first. */
  languages: readonly string[]
  person: PersonFacts
  hidden: Readonly<Record<string, string>>
  /** The same seed shuffles in the same way. */
  seed: string
}

type Say = (text: Localised) => string
type DeliveredEnding = DeliveredContent['endings'][number]

function answerHidden({ field, operator, value }: Extract<SurveyCondition, { type: 'hidden' }>, hidden: Delivery['hidden']): boolean {
  const given = Object.hasOwn(hidden, field) ? hidden[field]! : ''
  if (operator === 'is_given') return given !== ''
  return (given === (value ?? '')) === (operator === 'equals')
}

function deliverCondition(condition: SurveyCondition, given: Delivery): DeliveredCondition {
  switch (condition.type) {
    case 'person':
      return { type: 'known', holds: given.person.holds(condition.rule) }
    case 'hidden':
      return { type: 'known', holds: answerHidden(condition, given.hidden) }
    case 'answer':
    case 'score':
      return condition
    default:
      return { type: condition.type, conditions: condition.conditions.map((part) => deliverCondition(part, given)) }
  }
}

const rankOf = (seed: string, key: string) => createHash('sha256').update(`${seed}:${key}`).digest('hex')

/** In an order that the seed decides; exclusive choices ("none of these") keep the end. */
function shuffle<T extends { key: string; isExclusive?: boolean }>(choices: readonly T[], seed: string): T[] {
  const [last, free] = [choices.filter((choice) => choice.isExclusive), choices.filter((choice) => !choice.isExclusive)]
  const ranks = new Map(free.map((choice) => [choice.key, rankOf(seed, choice.key)]))
  return [...free.toSorted((left, right) => (ranks.get(left.key)! < ranks.get(right.key)! ? -1 : 1)), ...last]
}

const filledConfigs = new WeakMap<Question, unknown>()

/** With what its type gives it where it says nothing: found out once a question. */
function fillConfig(question: Question): unknown {
  if (filledConfigs.has(question)) return filledConfigs.get(question)
  const parsed = questionTypes.find(question.type)?.configSchema.safeParse(question.config)
  // A draft may hold what does not parse yet: its preview shows as much as there is.
  const filled = parsed?.success ? parsed.data : question.config
  filledConfigs.set(question, filled)
  return filled
}

function deliverConfig(question: Question, say: Say, seed: string): Record<string, unknown> {
  const { key } = question
  const plain = replaceTexts(fillConfig(question), say) as Record<string, unknown>
  const { choices } = plain
  if (plain['isShuffled'] !== true || !Array.isArray(choices)) return plain
  return { ...plain, choices: shuffle(choices as { key: string }[], `${seed}:${key}`) }
}

function deliverQuestion(question: Question, given: Delivery, say: Say): DeliveredContent['questions'][number] {
  const { key, type, title, description, isRequired, showIf, jumps } = question
  return {
    key, type, title: say(title), isRequired,
    ...(description ? { description: say(description) } : {}),
    config: deliverConfig(question, say, given.seed),
    ...(showIf ? { showIf: deliverCondition(showIf, given) } : {}),
    jumps: jumps.map((jump) => ({ if: deliverCondition(jump.if, given), to: jump.to })),
  }
}

function deliverEnding({ key, kind, title, text, buttonLabel, url, showIf }: Ending, given: Delivery, say: Say): DeliveredEnding {
  return {
    key, kind, title: say(title),
    ...(text ? { text: say(text) } : {}),
    ...(buttonLabel ? { buttonLabel: say(buttonLabel) } : {}),
    ...(url ? { url } : {}),
    ...(showIf ? { showIf: deliverCondition(showIf, given) } : {}),
  }
}

/** Of conditions on the person alone; others are not known yet. */
function holdsAlready(condition: DeliveredCondition): boolean {
  if (condition.type === 'known') return condition.holds
  if (!('conditions' in condition)) return false
  const answers = condition.conditions.map(holdsAlready)
  if (condition.type === 'all') return answers.every(Boolean)
  return answers.some(Boolean) === (condition.type === 'any')
}

/** The endings; where one invites to review, the others do as well: nobody is left out by what they answered. */
function deliverEndings(given: Delivery, say: Say): DeliveredEnding[] {
  const endings = given.content.endings.map((ending) => deliverEnding(ending, given, say))
  const review = endings.find(({ kind, showIf }) => kind === 'review' && (showIf === undefined || holdsAlready(showIf as DeliveredCondition)))
  if (!review?.url) return endings
  const invitation = { url: review.url, label: review.buttonLabel ?? review.url }
  return endings.map((ending) => (ending.kind === 'review' ? ending : { ...ending, invitation }))
}

/** Only fields that the survey names: an address can carry any others. */
function keepNamed(hidden: Delivery['hidden'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(hidden, name)).map((name) => [name, hidden[name]!]))
}

export function deliverContent(delivery: Delivery): DeliveredContent {
  const { survey, content } = delivery
  const given = { ...delivery, hidden: keepNamed(delivery.hidden, content.hiddenFields) }
  const language = pickLanguage(given.languages, content.languages)
  const values = { traits: given.person.traits, hidden: given.hidden }
  const say: Say = (text) => fillPipes(pickText(text, language, content.languages.main), values)
  return {
    surveyId: survey.id,
    name: survey.name,
    version: survey.version,
    isAnonymous: survey.kind === 'employees',
    language,
    direction: directionOf(language),
    languages: [content.languages.main, ...content.languages.others],
    ...(content.welcome ? { welcome: replaceTexts(content.welcome, say) as NonNullable<DeliveredContent['welcome']> } : {}),
    questions: content.questions.map((question) => deliverQuestion(question, given, say)),
    scores: content.scores,
    endings: deliverEndings(given, say),
    theme: content.theme,
    words: { ...findWords(language) },
  }
}
