// Reading and removing responses; what is shown of employees is decided here.
import { RapportError, notFound } from '../../../platform/errors.ts'
import type { Principal } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Db } from '../../../platform/postgres.ts'
import { recordChange } from '../../audit/index.ts'
import { findPersonId } from '../../people/index.ts'
import { assertAnonymousQuery, fewestShown, listShownGroups } from './anonymity.rules.ts'
import type { ResponseFilter } from './responses-filter.store.ts'
import type { Response, ResponsesQuery } from '../responses.contract.ts'
import { countByLocation, listResponses, readResponse } from './responses.read-model.ts'
import { deleteResponses } from './responses.store.ts'
import { findFirstScale } from '../content/scales.rules.ts'
import type { SurveyContent } from '../surveys.contract.ts'
import { findSurvey, findVersion, type StoredSurvey } from '../surveys.store.ts'

type FilterQuery = Omit<ResponsesQuery, 'cursor' | 'limit'>
export type ResponsePage = { items: Response[]; nextCursor: string | null }

const emptyPage: ResponsePage = { items: [], nextCursor: null }

/** @throws not_found */
export async function readSurvey(platform: Platform, workspaceId: number, id: string): Promise<StoredSurvey> {
  const survey = await findSurvey(platform.db, workspaceId, id)
  if (!survey) throw notFound('survey')
  return survey
}

/** What is asked now: the newest version, else the draft. */
export async function readCurrentContent(db: Db, { workspaceId, id, version, content }: StoredSurvey): Promise<SurveyContent> {
  return (await findVersion(db, workspaceId, id, version)) ?? content
}

/** The filter of a query; undefined when it can match nothing. */
async function toFilter(platform: Platform, workspaceId: number, { profileId, ...query }: FilterQuery): Promise<ResponseFilter | undefined> {
  if (profileId === undefined) return query
  const person = await findPersonId(platform.db, workspaceId, profileId)
  return person && { ...query, profileIds: person.memberIds }
}

/** The filter on one survey. Without a question, group and value are about the first scale. @throws invalid_request for what would name an employee */
export async function toSurveyFilter(platform: Platform, survey: StoredSurvey, query: FilterQuery): Promise<ResponseFilter | undefined> {
  if (survey.kind === 'employees') assertAnonymousQuery(query)
  const filter = await toFilter(platform, survey.workspaceId, query)
  const isAboutAnswer = query.group !== undefined || query.value !== undefined
  const scale = isAboutAnswer ? findFirstScale(await readCurrentContent(platform.db, survey)) : undefined
  return filter && { ...filter, surveyId: survey.id, question: filter.question ?? scale?.key }
}

/** Whether figures and answers of this selection must not be shown. */
export async function isSelectionHidden(platform: Platform, survey: StoredSurvey, filter: ResponseFilter): Promise<boolean> {
  if (survey.kind !== 'employees') return false
  const locations = await countByLocation(platform.db, survey.workspaceId, survey.id)
  if (filter.location) return !listShownGroups(locations).has(filter.location)
  return locations.reduce((sum, { count }) => sum + count, 0) < fewestShown
}

/** Employees' answers without a location where so few are that it would say who they are. */
export async function hideLocations(platform: Platform, survey: StoredSurvey, responses: Response[]): Promise<Response[]> {
  if (survey.kind !== 'employees') return responses
  const shown = listShownGroups(await countByLocation(platform.db, survey.workspaceId, survey.id))
  return responses.map((response) => ({ ...response, location: shown.has(response.location) ? response.location : null }))
}

export async function findSurveyResponses(platform: Platform, workspaceId: number, surveyId: string, { cursor, limit, ...query }: ResponsesQuery): Promise<ResponsePage> {
  const survey = await readSurvey(platform, workspaceId, surveyId)
  const filter = await toSurveyFilter(platform, survey, query)
  if (!filter || (await isSelectionHidden(platform, survey, filter))) return emptyPage
  const { items, nextCursor } = await listResponses(platform.db, workspaceId, filter, { cursor, limit })
  return { items: await hideLocations(platform, survey, items), nextCursor }
}

/** Over all surveys but those of employees. */
export async function findResponses(platform: Platform, workspaceId: number, { cursor, limit, ...query }: ResponsesQuery): Promise<ResponsePage> {
  const filter = await toFilter(platform, workspaceId, query)
  return filter ? listResponses(platform.db, workspaceId, filter, { cursor, limit }) : emptyPage
}

/** Everything that a person answered, the newest first. @throws not_found */
export async function findPersonResponses(platform: Platform, workspaceId: number, profileId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<ResponsePage> {
  const person = await findPersonId(platform.db, workspaceId, profileId)
  if (!person) throw notFound('person')
  return listResponses(platform.db, workspaceId, { profileIds: person.memberIds, suspicious: 'all' }, { cursor, limit })
}

/** @throws not_found, also for an employee's answer among fewer than five */
export async function describeResponse(platform: Platform, workspaceId: number, id: string): Promise<Response> {
  const response = await readResponse(platform.db, workspaceId, id)
  if (!response) throw notFound('response')
  const survey = await readSurvey(platform, workspaceId, response.surveyId)
  if (await isSelectionHidden(platform, survey, { suspicious: 'left_out' })) throw notFound('response')
  const [shown] = await hideLocations(platform, survey, [response])
  return shown!
}

export const forgetJobName = 'forget-deleted-answers'
/** Events reach the history within seconds; where that was held up, the second time finds them. */
const forgetAfterMs = [60_000, 86_400_000]

/**
 * Removes responses with their answers and files, and a minute later their events from the history and from what
 * segments keep of it. What stays until it ages out: the event log of 7 days, deliveries of connectors, backups. That somebody
 * was asked and began stays.
 * @throws not_found for one that does not exist
 */
export async function removeResponses(platform: Platform, workspaceId: number, actor: Principal, ids: readonly string[]): Promise<number> {
  return platform.db.transaction().execute(async (tx) => {
    const removed = await deleteResponses(tx, workspaceId, ids)
    if (ids.length === 1 && removed.length === 0) throw new RapportError('not_found', 'No response with this id in this workspace.')
    for (const { id, surveyId, version, status, channel } of removed) {
      // Who answered what is gone: the entry must not keep it.
      await recordChange(tx, { workspaceId, actor, action: 'response.deleted', target: { kind: 'response', id, name: id }, before: { surveyId, version, status, channel }, after: null })
    }
    const payload = { workspaceId, responseIds: removed.map(({ id }) => id), profileIds: removed.flatMap(({ profileId }) => profileId ?? []) }
    const now = platform.clock.now()
    await platform.jobs.add(tx, forgetAfterMs.map((afterMs) => ({ name: forgetJobName, payload, runAt: new Date(now + afterMs) })))
    return removed.length
  })
}
