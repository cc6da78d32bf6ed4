// What the answers to a survey add up to.
import type { Platform } from '../../../platform/platform.ts'
import type { Db } from '../../../platform/postgres.ts'
import { fewestShown, listShownGroups } from './anonymity.rules.ts'
import { countWords } from './frequent-words.rules.ts'
import { countReached, findType, measureQuestion, summarise, summariseNothing, type Progress } from './question-summary.rules.ts'
import type { ResponseFilter } from './responses-filter.store.ts'
import type { Figure, QuestionSummary, ResponsesQuery, Summary } from '../responses.contract.ts'
import { countAnswersByLocation } from './responses.read-model.ts'
import { isSelectionHidden, readCurrentContent, readSurvey, toSurveyFilter } from './responses.service.ts'
import { findFirstScale } from '../content/scales.rules.ts'
import { countAnswers, countByWeek, countChoices, countNumbers, countShown, listTexts, readProgress, readTotals } from './summary.read-model.ts'
import type { Question, SurveyContent } from '../surveys.contract.ts'
import type { StoredSurvey } from '../surveys.store.ts'

const textsShown = 20
/** Enough for the words that matter. */
const textsCounted = 5_000

interface Selection {
  survey: StoredSurvey
  content: SurveyContent
  filter: ResponseFilter
}

type SummaryQuery = Omit<ResponsesQuery, 'cursor' | 'limit'>

/** @throws not_found */
export async function readSummary(platform: Platform, workspaceId: number, surveyId: string, query: SummaryQuery): Promise<Summary> {
  const survey = await readSurvey(platform, workspaceId, surveyId)
  const [content, filter] = await Promise.all([readCurrentContent(platform.db, survey), toSurveyFilter(platform, survey, query)])
  // Of a person who does not exist.
  if (!filter) return emptySummary()
  if (await isSelectionHidden(platform, survey, filter)) return { ...emptySummary(), isHidden: true, questions: content.questions.map((question) => summariseNothing(question, content)) }
  const selection = { survey, content, filter }
  const [totals, shown, questions, trend, previous] = await Promise.all([
    readTotals(platform.db, workspaceId, filter), countShown(platform.db, workspaceId, filter), summariseQuestions(platform, selection), readTrend(platform, selection), readPrevious(platform, selection),
  ])
  const { started, completed, completedWhenAsked, medianSeconds } = totals
  return {
    shown, started, completed, medianSeconds,
    // Who was asked but has not answered has no language, group or location to be filtered by.
    responseRate: shown > 0 && !isAboutAnswers(filter) ? Math.min(1, completedWhenAsked / shown) : null,
    completionRate: started > 0 ? completed / started : null,
    isHidden: false, questions, trend, previous,
  }
}

function emptySummary(): Summary {
  return { shown: 0, started: 0, completed: 0, responseRate: null, completionRate: null, medianSeconds: null, isHidden: false, questions: [], trend: [], previous: null }
}

function isAboutAnswers({ status, group, question, value, search, location, language, segmentId, profileIds, suspicious }: ResponseFilter): boolean {
  return [status, group, question, value, search, location, language, segmentId, profileIds].some((given) => given !== undefined) || suspicious !== 'left_out'
}

async function summariseQuestions({ db }: Platform, { survey, content, filter }: Selection): Promise<QuestionSummary[]> {
  const { workspaceId } = survey
  const keys = content.questions.map(({ key }) => key)
  const [progress, answered, numbers, choices, isHidden] = await Promise.all([
    readProgress(db, workspaceId, filter, keys), countAnswers(db, workspaceId, filter), countNumbers(db, workspaceId, filter), countChoices(db, workspaceId, filter), findHiddenQuestions(db, survey, filter),
  ])
  return Promise.all(
    content.questions.map(async (question, index) => {
      const texts = mayHoldTexts(question) ? await listTexts(db, workspaceId, filter, { question: question.key, limit: textsCounted }) : []
      const counts = {
        ...countReached(progress as Progress[], index + 1),
        answered: answered.get(question.key) ?? 0,
        numbers: numbers.filter((row) => row.question === question.key),
        choices: choices.filter((row) => row.question === question.key),
        words: countWords(texts.map(({ text }) => text), [content.languages.main, ...content.languages.others]),
        texts: texts.slice(0, textsShown).map(({ responseId, text, at }) => ({ responseId, text, at: at.toISOString() })),
      }
      return isHidden(question.key) ? summariseNothing(question, content) : summarise(question, counts, content)
    }),
  )
}

/** Of employees: questions that too few answered, here or elsewhere. */
async function findHiddenQuestions(db: Db, { workspaceId, id, kind }: StoredSurvey, { location }: ResponseFilter): Promise<(question: string) => boolean> {
  if (kind !== 'employees') return () => false
  const counts = await countAnswersByLocation(db, workspaceId, id)
  return (question) => {
    const locations = counts.get(question) ?? []
    return location ? !listShownGroups(locations).has(location) : locations.reduce((sum, { count }) => sum + count, 0) < fewestShown
  }
}

function mayHoldTexts(question: Question): boolean {
  return ['text', 'choice'].includes(findType(question).shape)
}

async function readTrend({ db }: Platform, { survey, content, filter }: Selection): Promise<Summary['trend']> {
  const scale = findFirstScale(content)
  // Weeks of one place beside the same weeks of all would tell those of the others.
  if (!scale || (survey.kind === 'employees' && filter.location)) return []
  const weeks = Map.groupBy(await countByWeek(db, survey.workspaceId, filter, scale.key), (row) => row.from.toISOString())
  const sizes = [...weeks].map(([key, rows]) => ({ key, count: rows.reduce((total, { count }) => total + count, 0) }))
  const shown = survey.kind === 'employees' ? listShownGroups(sizes) : new Set(weeks.keys())
  return [...weeks].flatMap(([from, rows]) => {
    const [figure] = measureQuestion(scale, rows, content.languages.main)
    return figure && shown.has(from) ? [{ from, to: rows[0]!.to.toISOString(), figure }] : []
  })
}

/** The period of the same length right before. */
async function readPrevious(platform: Platform, { survey, content, filter }: Selection): Promise<Summary['previous']> {
  if (!filter.from || !filter.to) return null
  const [from, to] = [Date.parse(filter.from), Date.parse(filter.to)]
  if (to <= from) return null
  const before = { ...filter, from: new Date(from - (to - from)).toISOString(), to: filter.from }
  if (await isSelectionHidden(platform, survey, before)) return null
  const [{ completed }, figure] = await Promise.all([readTotals(platform.db, survey.workspaceId, before), readHeadline(platform, { survey, content, filter: before })])
  return { completed, figure }
}

/** The first figure of the first scale. */
async function readHeadline({ db }: Platform, { survey, content, filter }: Selection): Promise<Figure | null> {
  const scale = findFirstScale(content)
  if (!scale) return null
  const numbers = (await countNumbers(db, survey.workspaceId, filter)).filter((row) => row.question === scale.key)
  return measureQuestion(scale, numbers, content.languages.main)[0] ?? null
}
