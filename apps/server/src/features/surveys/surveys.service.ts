// Use cases of surveys: made, changed, published, paused, copied, removed.
import { randomInt } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { RapportError, notFound, type ErrorDetail } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import { recordChange } from '../audit/index.ts'
import { setReferences } from '../segments/index.ts'
import { measureCompleteness } from './content/completeness.rules.ts'
import { checkContent } from './content/content.rules.ts'
import { anonymousPerson, deliverContent } from './delivery/deliver.rules.ts'
import type { DeliveredContent, previewRequest } from './delivery.contract.ts'
import { assertUpToDate, countRevisions } from './content/revisions.rules.ts'
import { findRuleProblem, noteSegments, readRules } from './asking/segment-access.ts'
import { findUnstorable } from './content/storable.rules.ts'
import {
  surveyContent, surveyTargeting, type Survey, type SurveyContent, type SurveyRevisions, type SurveyTargeting, type changeStatusRequest, type createSurveyRequest, type updateSurveyRequest, type versionList,
} from './surveys.contract.ts'
import { countSurveys, deleteSurvey, findSurvey, findVersion, insertSurvey, lockSurvey, updateSurvey, type StoredSurvey } from './surveys.store.ts'
import { checkReadiness, checkTargeting } from './asking/targeting.rules.ts'
import { findTemplate } from './templates/index.ts'
import { insertVersion, listVersions } from './versions.store.ts'

const mostSurveys = 500

/** Without letters and digits that look alike: slugs are read from posters. */
const slugAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const drawSlug = () => Array.from({ length: 10 }, () => slugAlphabet[randomInt(slugAlphabet.length)]).join('')

const nowOf = ({ clock }: Platform) => new Date(clock.now())

function refuse(details: readonly ErrorDetail[]): void {
  const [first] = details
  if (first) throw new RapportError('invalid_request', `${first.path}: ${first.message}`, { details: details.slice(0, 50) })
}

/** Content and targeting as they are today: what was stored before a field existed has its default. */
function fillIn(survey: StoredSurvey): StoredSurvey {
  return { ...survey, content: surveyContent.parse(survey.content), targeting: surveyTargeting.parse(survey.targeting) }
}

function toReply({ config }: Platform, survey: StoredSurvey): Survey {
  const { id, name, kind, status, slug, content, targeting, revisions, version, hasUnpublishedChanges, createdAt, createdBy, updatedAt, publishedAt } = fillIn(survey)
  return {
    id, name, kind, status, slug, linkUrl: `${config.publicUrl}/s/${slug}`, content, targeting, revisions, version, hasUnpublishedChanges, completeness: measureCompleteness(content),
    createdAt: createdAt.toISOString(), createdBy, updatedAt: updatedAt.toISOString(), publishedAt: publishedAt?.toISOString() ?? null,
  }
}

/** Without what would make every entry as large as a survey with pictures: versions keep the content. */
function toAudit({ name, kind, status, targeting, version, content }: StoredSurvey): object {
  return { name, kind, status, version, targeting, questions: content.questions.map(({ key, type, title }) => ({ key, type, title })) }
}

type Action = 'created' | 'changed' | 'published' | 'status_changed' | 'restored' | 'deleted'

async function record(tx: Db, actor: Principal, action: Action, before: StoredSurvey | null, after: StoredSurvey | null): Promise<void> {
  const { workspaceId, id, name } = (after ?? before)!
  await recordChange(tx, { workspaceId, actor, action: `survey.${action}`, target: { kind: 'survey', id, name }, before: before && toAudit(before), after: after && toAudit(after) })
}

async function announce({ signals }: Platform, workspaceId: number): Promise<void> {
  await signals.send({ kind: 'definitions', workspaceId })
}

/** @throws not_found */
async function findOne(db: Db, workspaceId: number, id: string): Promise<StoredSurvey> {
  const survey = await findSurvey(db, workspaceId, id)
  if (!survey) throw notFound('survey')
  return survey
}

/** @throws not_found */
export async function describeSurvey(platform: Platform, workspaceId: number, id: string): Promise<Survey> {
  return toReply(platform, await findOne(platform.db, workspaceId, id))
}

/** @throws invalid_request for what no database keeps, or segments that are not there */
async function assertStorable(db: Db, workspaceId: number, { content, targeting }: { content?: SurveyContent | undefined; targeting?: SurveyTargeting | undefined }): Promise<void> {
  refuse([findUnstorable(content, 'content'), findUnstorable(targeting, 'targeting')].filter((problem) => problem !== undefined))
  if (targeting) refuse(checkTargeting(targeting, await readRules(db, workspaceId)).map(({ path, message }) => ({ path: `targeting.${path}`, message })))
}

const inEnglish = (text: string) => ({ i18n: { en: text } })

/** One open question, to begin with. */
function makeBlank(): SurveyContent {
  return surveyContent.parse({
    questions: [{ key: 'feedback', type: 'long_text', title: inEnglish('What should we know?') }],
    endings: [{ key: 'thanks', kind: 'thanks', title: inEnglish('Thank you for your answer.') }],
  })
}

function startFrom({ template: key, content, targeting, kind }: z.output<typeof createSurveyRequest>): Pick<StoredSurvey, 'content' | 'targeting' | 'kind'> {
  const template = key === undefined ? undefined : findTemplate(key)
  if (key !== undefined && !template) refuse([{ path: 'template', message: `There is no template "${key}".` }])
  return { kind: kind ?? template?.kind ?? 'customers', content: content ?? template?.content ?? makeBlank(), targeting: targeting ?? template?.targeting ?? surveyTargeting.parse({}) }
}

/** A draft. @throws invalid_request, conflict when there are too many */
export async function createSurvey(platform: Platform, workspaceId: number, actor: Principal, request: z.output<typeof createSurveyRequest>): Promise<Survey> {
  const start = startFrom(request)
  await assertStorable(platform.db, workspaceId, start)
  if ((await countSurveys(platform.db, workspaceId)) >= mostSurveys) throw new RapportError('conflict', `A workspace has at most ${mostSurveys} surveys. Delete one first.`)
  const at = nowOf(platform)
  const survey: StoredSurvey = {
    workspaceId, id: uuidv7(), name: request.name, ...start, status: 'draft', slug: drawSlug(), revisions: { content: 1, targeting: 1 }, version: 0, hasUnpublishedChanges: true,
    createdAt: at, createdBy: actor.name, updatedAt: at, publishedAt: null,
  }
  await platform.db.transaction().execute(async (tx) => {
    await insertSurvey(tx, survey)
    await noteSegments(tx, survey)
    await record(tx, actor, 'created', null, survey)
  })
  await announce(platform, workspaceId)
  return toReply(platform, survey)
}

/** Changes a survey under its lock, with an audit entry. @throws not_found */
async function change(
  platform: Platform, workspaceId: number, actor: Principal, { id, action }: { id: string; action: Action }, work: (tx: Db, before: StoredSurvey) => Promise<StoredSurvey>,
): Promise<Survey> {
  const after = await platform.db.transaction().execute(async (tx) => {
    const stored = await lockSurvey(tx, workspaceId, id)
    if (!stored) throw notFound('survey')
    const before = fillIn(stored)
    const changed = { ...countRevisions(before, await work(tx, before)), updatedAt: nowOf(platform) }
    await updateSurvey(tx, changed)
    await noteSegments(tx, changed)
    await record(tx, actor, action, before, changed)
    return changed
  })
  await announce(platform, workspaceId)
  return toReply(platform, after)
}

async function isAsPublished(db: Db, { workspaceId, id, version }: StoredSurvey, content: SurveyContent): Promise<boolean> {
  const published = version > 0 ? await findVersion(db, workspaceId, id, version) : undefined
  return published !== undefined && isDeepStrictEqual(published, content)
}

/** What is left out stays. Content is a draft until it is published; targeting holds at once. @throws not_found, invalid_request, conflict with what somebody else changed meanwhile */
export async function changeSurvey(platform: Platform, workspaceId: number, actor: Principal, id: string, request: z.output<typeof updateSurveyRequest>): Promise<Survey> {
  await findOne(platform.db, workspaceId, id)
  await assertStorable(platform.db, workspaceId, request)
  return change(platform, workspaceId, actor, { id, action: 'changed' }, async (tx, before) => {
    assertUpToDate(before, request.startedFrom, request)
    const { name = before.name, content = before.content, targeting = before.targeting } = request
    return { ...before, name, content, targeting, hasUnpublishedChanges: !(await isAsPublished(tx, before, content)) }
  })
}

/** @throws invalid_request that lists what must be put right */
async function assertReady(db: Db, { workspaceId, kind, content, targeting }: StoredSurvey): Promise<void> {
  const rules = await readRules(db, workspaceId)
  const problems = checkContent(content, { kind, findRuleProblem: (rule) => findRuleProblem(rule, rules) })
  refuse([...problems, ...checkReadiness(targeting, content)])
}

/** The draft becomes the next version, and the survey live. Without changes it only becomes live again. @throws not_found, invalid_request, conflict */
export async function publishSurvey(platform: Platform, workspaceId: number, actor: Principal, id: string, startedFrom: Partial<SurveyRevisions> = {}): Promise<Survey> {
  return change(platform, workspaceId, actor, { id, action: 'published' }, async (tx, before) => {
    assertUpToDate(before, startedFrom)
    await assertReady(tx, before)
    if (!before.hasUnpublishedChanges) return { ...before, status: 'live' }
    const [version, publishedAt] = [before.version + 1, nowOf(platform)]
    await insertVersion(tx, workspaceId, id, { version, content: before.content, publishedAt, publishedBy: actor.name })
    return { ...before, version, publishedAt, status: 'live', hasUnpublishedChanges: false }
  })
}

/** @throws not_found, conflict before anything was published */
export async function changeStatus(platform: Platform, workspaceId: number, actor: Principal, id: string, { status }: z.output<typeof changeStatusRequest>): Promise<Survey> {
  return change(platform, workspaceId, actor, { id, action: 'status_changed' }, async (_tx, before) => {
    if (before.version === 0) throw new RapportError('conflict', 'This survey was never published. Publish it first.')
    return { ...before, status }
  })
}

/** A draft with the same content and targeting, under a link of its own. @throws not_found */
export async function duplicateSurvey(platform: Platform, workspaceId: number, actor: Principal, id: string): Promise<Survey> {
  const { name, kind, content, targeting } = fillIn(await findOne(platform.db, workspaceId, id))
  return createSurvey(platform, workspaceId, actor, { name: `${name.slice(0, 190)} (copy)`, kind, content, targeting })
}

/** Removes the survey with everything that was answered to it. @throws not_found */
export async function removeSurvey(platform: Platform, workspaceId: number, actor: Principal, id: string): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    const before = await lockSurvey(tx, workspaceId, id)
    if (!before) throw notFound('survey')
    await deleteSurvey(tx, workspaceId, id)
    await setReferences(tx, workspaceId, [], { kind: 'survey', id, name: before.name })
    await record(tx, actor, 'deleted', before, null)
  })
  await announce(platform, workspaceId)
}

/** @throws not_found */
export async function describeVersions({ db }: Platform, workspaceId: number, id: string): Promise<z.infer<typeof versionList>> {
  await findOne(db, workspaceId, id)
  const versions = await listVersions(db, workspaceId, id)
  return { items: versions.map((version) => ({ ...version, publishedAt: version.publishedAt.toISOString() })) }
}

/** The content of an old version becomes the draft. @throws not_found, conflict */
export async function restoreVersion(platform: Platform, workspaceId: number, actor: Principal, { id, version }: { id: string; version: number }, startedFrom: Partial<SurveyRevisions> = {}): Promise<Survey> {
  return change(platform, workspaceId, actor, { id, action: 'restored' }, async (tx, before) => {
    assertUpToDate(before, startedFrom)
    const content = await findVersion(tx, workspaceId, id, version)
    if (!content) throw new RapportError('not_found', `This survey has no version ${version}.`)
    return { ...before, content, hasUnpublishedChanges: !(await isAsPublished(tx, before, content)) }
  })
}

/** Content that is not saved, as somebody unknown would get it. */
export function previewContent({ content, language, kind }: z.output<typeof previewRequest>): DeliveredContent {
  refuse([findUnstorable(content, 'content')].filter((problem) => problem !== undefined))
  const survey = { id: '00000000-0000-0000-0000-000000000000', name: 'Preview', kind, version: 0 }
  return deliverContent({ survey, content, languages: language ? [language] : [], person: anonymousPerson, hidden: {}, seed: 'preview' })
}
