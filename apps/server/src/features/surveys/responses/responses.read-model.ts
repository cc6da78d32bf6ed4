// Responses as screens, exports and the 360 show them.
import { sql } from 'kysely'
import { RapportError } from '../../../platform/errors.ts'
import type { Db } from '../../../platform/postgres.ts'
import type { CountedGroup } from './anonymity.rules.ts'
import { findRoots, namesOf } from '../../people/index.ts'
import { sayTitle } from '../content/question-title.rules.ts'
import { questionTypes } from '../question-types/index.ts'
import { readAnswer } from './read-answers.rules.ts'
import { readFileNames } from './response-files.store.ts'
import { matchesFilter, type ResponseFilter } from './responses-filter.store.ts'
import type { Answer, Response } from '../responses.contract.ts'
import { responseColumns, type StoredResponse } from './responses.store.ts'
import type { SurveyContent } from '../surveys.contract.ts'
import { findVersion } from '../surveys.store.ts'

type ListedResponse = StoredResponse & { survey: string }

function readCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  if (cursor === undefined) return undefined
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('/')
  if (!Number.isFinite(Date.parse(at)) || !/^[0-9a-f-]{36}$/.test(id)) throw new RapportError('invalid_request', 'cursor: pass the nextCursor of the page before.')
  return { at, id }
}

/** One page, the newest first. */
export async function listResponses(
  db: Db, workspaceId: number, filter: ResponseFilter, { cursor, limit }: { cursor: string | undefined; limit: number },
): Promise<{ items: Response[]; nextCursor: string | null }> {
  const after = readCursor(cursor)
  const { rows } = await sql<ListedResponse>`
    select ${sql.raw(responseColumns)}, surveys.name as survey
    from survey_responses as responses join surveys on surveys.workspace_id = responses.workspace_id and surveys.id = responses.survey_id
    where ${matchesFilter(workspaceId, filter)} ${after ? sql`and (responses.started_at, responses.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    order by responses.started_at desc, responses.id desc limit ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = last && rows.length > limit ? Buffer.from(`${last.startedAt.toISOString()}/${last.id}`).toString('base64url') : null
  return { items: await describeResponses(db, workspaceId, page), nextCursor }
}

/** Responses that count, by where they were given; null: nowhere. */
export async function countByLocation(db: Db, workspaceId: number, surveyId: string): Promise<CountedGroup<string | null>[]> {
  const { rows } = await sql<CountedGroup<string | null>>`
    select location as key, count(*)::int as count from survey_responses as responses where ${matchesFilter(workspaceId, { surveyId, suspicious: 'left_out' })} group by 1`.execute(db)
  return rows
}

/** The same by question. */
export async function countAnswersByLocation(db: Db, workspaceId: number, surveyId: string): Promise<Map<string, CountedGroup<string | null>[]>> {
  const { rows } = await sql<CountedGroup<string | null> & { question: string }>`
    select answers.question, location as key, count(*)::int as count
    from survey_answers as answers join survey_responses as responses on responses.workspace_id = answers.workspace_id and responses.id = answers.response_id
    where answers.workspace_id = ${workspaceId} and ${matchesFilter(workspaceId, { surveyId, suspicious: 'left_out' })} group by 1, 2`.execute(db)
  return Map.groupBy(rows, ({ question }) => question)
}

export async function readResponse(db: Db, workspaceId: number, id: string): Promise<Response | undefined> {
  const { rows } = await sql<ListedResponse>`
    select ${sql.raw(responseColumns)}, surveys.name as survey
    from survey_responses as responses join surveys on surveys.workspace_id = responses.workspace_id and surveys.id = responses.survey_id
    where responses.workspace_id = ${workspaceId} and responses.id = ${id}`.execute(db)
  const [response] = await describeResponses(db, workspaceId, rows)
  return response
}

async function describeResponses(db: Db, workspaceId: number, rows: readonly ListedResponse[]): Promise<Response[]> {
  const profileIds = rows.flatMap(({ profileId }) => profileId ?? [])
  const [people, contents] = await Promise.all([findPeople(db, workspaceId, profileIds), readContents(db, workspaceId, rows)])
  const fileNames = await readFileNames(db, workspaceId, rows.flatMap(({ answers }) => Object.values(answers).flatMap(listFileIds)))
  return rows.map((row) => {
    const { id, surveyId, survey, version, status, channel, language, location, scores, hidden, page, contactMe, isSuspicious, secondsSpent } = row
    return {
      id, surveyId, survey, version, status, channel, language, location, scores, hidden, page, contactMe, isSuspicious, secondsSpent,
      person: (row.profileId !== null && people.get(row.profileId)) || null,
      answers: describeAnswers(row.answers, contents.get(nameVersion(row)), fileNames),
      startedAt: row.startedAt.toISOString(), completedAt: row.completedAt?.toISOString() ?? null,
    }
  })
}

async function findPeople(db: Db, workspaceId: number, profileIds: readonly string[]): Promise<Map<string, { profileId: string; name: string }>> {
  const roots = await findRoots(db, workspaceId, [...new Set(profileIds)])
  const names = await namesOf(db, workspaceId, [...new Set(roots.values())])
  return new Map([...roots].map(([profileId, root]) => [profileId, { profileId: root, name: names.get(root) ?? '' }]))
}

const nameVersion = ({ surveyId, version }: Pick<StoredResponse, 'surveyId' | 'version'>) => `${surveyId}/${version}`

async function readContents(db: Db, workspaceId: number, rows: readonly ListedResponse[]): Promise<Map<string, SurveyContent>> {
  const wanted = [...new Map(rows.map((row) => [nameVersion(row), row])).values()]
  const found = await Promise.all(wanted.map(async (row) => [nameVersion(row), await findVersion(db, workspaceId, row.surveyId, row.version)] as const))
  return new Map(found.flatMap(([name, content]) => (content ? [[name, content] as const] : [])))
}

function listFileIds(value: unknown): string[] {
  const fileIds = typeof value === 'object' && value !== null && 'fileIds' in value ? value.fileIds : []
  return Array.isArray(fileIds) ? fileIds.filter((id) => typeof id === 'string') : []
}

/** In the order of the questions; files by their names. */
function describeAnswers(answers: Record<string, unknown>, content: SurveyContent | undefined, fileNames: ReadonlyMap<string, string>): Answer[] {
  if (!content) return []
  const main = content.languages.main
  return content.questions.flatMap((question) => {
    const value = answers[question.key]
    if (value === undefined) return []
    const read = readAnswer(question, value, main)
    const words = read.isValid ? read.words : JSON.stringify(value)
    const files = listFileIds(value).map((id) => fileNames.get(id) ?? 'File')
    const { shape } = questionTypes.get(question.type)
    return [{
      question: question.key, type: question.type, shape, title: sayTitle(question, main), value,
      text: shape === 'file' ? files.join(', ') : words, group: (read.isValid && read.group) || null,
    }]
  })
}
