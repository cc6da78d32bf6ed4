// Takes an import over, lot by lot: each is one transaction, so that a stop in between loses nothing and doubles nothing.
import { createHash } from 'node:crypto'
import { isEngineUnavailable } from '../../../platform/errors.ts'
import { appendEvents, type SystemEvent } from '../../../platform/event-log.ts'
import type { Platform } from '../../../platform/platform.ts'
import { asClient } from '../../../platform/postgres.ts'
import { readWorkspace } from '../../access/index.ts'
import { findByIdentifiers } from '../../people/index.ts'
import { waitUntilProcessed } from '../../stream/index.ts'
import { findSubject, makeResponseEvents } from '../responses/response-events.rules.ts'
import { toAnswerRow, upsertAnswers, upsertResponses } from '../responses/responses.store.ts'
import { hideEmployee } from '../responses/submit.rules.ts'
import { findSurvey, findVersion, type StoredSurvey } from '../surveys.store.ts'
import { findDayOrder } from './dates.rules.ts'
import { readRow, type ImportedRow, type ImportPlan, type RowPerson, type RowProblem } from './import-row.rules.ts'
import { listKnownResponses, lockImport, readImportTable, updateImport, type StoredImport } from './imports.store.ts'
import type { Table } from './read-table.ts'

const lotRows = 500
const problemsKept = 100
const longestWaits = 12

export interface ImportAddress {
  workspaceId: number
  importId: string
}

/** The import is fine, this is not the time: the job is tried again. */
class NotYet extends Error {}

/** Runs until the file is done or the import is cancelled; what cannot go on says why. @throws what is worth another try */
export async function runImport(platform: Platform, address: ImportAddress, signal?: AbortSignal): Promise<void> {
  try {
    await takeRows(platform, address, signal)
  } catch (error) {
    if (error instanceof NotYet || isEngineUnavailable(error)) throw error
    platform.log.error({ err: error, ...address }, 'An import ended early')
    await fail(platform, address)
  }
}

async function fail({ db, clock }: Platform, { workspaceId, importId }: ImportAddress): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const known = await lockImport(tx, workspaceId, importId)
    if (known) await updateImport(tx, workspaceId, { ...known, state: 'failed', message: 'Something went wrong on our side. What was imported stays; importing the file again doubles nothing.' }, new Date(clock.now()))
  })
}

async function takeRows(platform: Platform, { workspaceId, importId }: ImportAddress, signal?: AbortSignal): Promise<void> {
  const table = await readImportTable(platform.db, workspaceId, importId)
  const begun = await platform.db.transaction().execute((tx) => lockImport(tx, workspaceId, importId))
  if (!table || !begun?.columns || (begun.state !== 'waiting' && begun.state !== 'running')) return
  const survey = await findSurvey(platform.db, workspaceId, begun.surveyId)
  const content = survey && (await findVersion(platform.db, workspaceId, survey.id, survey.version))
  if (!survey || !content) return
  const plan: ImportPlan = {
    workspaceId, surveyId: survey.id, version: survey.version, content, columns: begun.columns, now: platform.clock.now(),
    // Of employees only the day is kept, which must be the one that the file names.
    timezone: survey.kind === 'employees' ? 'UTC' : ((await readWorkspace(platform.db, workspaceId))?.timezone ?? 'UTC'),
    orders: begun.columns.map((_column, index) => findDayOrder(table.rows.map(({ cells }) => cells[index] ?? ''))),
  }
  let current: StoredImport | undefined = begun
  while (current && (current.state === 'waiting' || current.state === 'running')) {
    if (signal?.aborted) throw new NotYet('The import goes on after the restart.')
    current = await takeLot(platform, { survey, plan, table, from: current.imported + current.failedCount, importId })
  }
}

interface Lot {
  survey: StoredSurvey
  plan: ImportPlan
  table: Table
  /** Rows that were taken before. */
  from: number
  importId: string
}

const isProblem = (row: ImportedRow | RowProblem): row is RowProblem => 'message' in row

async function takeLot(platform: Platform, { survey, plan, table, from, importId }: Lot): Promise<StoredImport | undefined> {
  const { workspaceId } = plan
  const read = table.rows.slice(from, from + lotRows).map((row) => readRow(plan, row))
  const problems = read.filter(isProblem)
  const rows = read.filter((row): row is ImportedRow => !isProblem(row)).map((row) => (survey.kind === 'employees' ? { ...row, person: undefined, response: hideEmployee(row.response) } : row))
  const people = await findOrMakePeople(platform, workspaceId, rows)
  const now = platform.clock.now()
  return platform.db.transaction().execute(async (tx) => {
    const known = await lockImport(tx, workspaceId, importId)
    // Cancelled, deleted, or taken by another worker in the meantime.
    if (!known || (known.state !== 'waiting' && known.state !== 'running') || known.imported + known.failedCount !== from) return known
    const written = rows.map((row) => ({ ...row, response: { ...row.response, profileId: row.person ? (people.get(nameOf(row.person)) ?? null) : null } }))
    const before = await listKnownResponses(tx, workspaceId, written.map(({ response }) => response.id))
    await upsertResponses(asClient(tx), written.map(({ response }) => response))
    await upsertAnswers(asClient(tx), workspaceId, written.flatMap(({ response, answers }) => answers.map((answer) => toAnswerRow(answer, response))))
    const imported = known.imported + rows.length
    const failedCount = known.failedCount + problems.length
    const next: StoredImport = { ...known, imported, failedCount, failed: [...known.failed, ...problems].slice(0, problemsKept), state: imported + failedCount >= known.rows ? 'done' : 'running' }
    await updateImport(tx, workspaceId, next, new Date(now))
    const events = written.filter(({ response, person }) => person && !before.has(response.id)).flatMap((row) => makeEvents(survey, plan, row))
    if (events.length > 0) await appendEvents(tx, workspaceId, events, now)
    return next
  })
}

function makeEvents(survey: StoredSurvey, { content }: ImportPlan, { response, answers }: ImportedRow): SystemEvent[] {
  return makeResponseEvents(
    { survey, response, answers, told: undefined, subject: findSubject(response, response.id), at: response.updatedAt.getTime() }, content.languages.main,
  )
}

const externalValue = ({ type, id }: { type: string; id: string }) => `${type}:${id}`
/** Names of a person in the order in which they decide. */
const identifiersOf = ({ userId, externalId, email }: RowPerson) => [userId, externalId && externalValue(externalId), email].filter((value) => value !== undefined)
const nameOf = (person: RowPerson) => identifiersOf(person).join('\n')

function pickProfile(person: RowPerson, found: ReadonlyMap<string, string>): string | undefined {
  return identifiersOf(person).map((identifier) => found.get(identifier)).find((id) => id !== undefined)
}

/** An identify call that finds or makes the person and adds what the file says of them, as of then. */
function makeIdentify({ person, response }: ImportedRow & { person: RowPerson }, profileId: string | undefined): SystemEvent {
  const { userId, email, externalId, traits } = person
  const hash = createHash('sha256').update(nameOf(person)).digest('hex').slice(0, 16)
  return {
    type: 'identify', messageId: `survey-import-${response.id}-${hash}`, timestamp: response.updatedAt.toISOString(),
    ...(profileId ? { profileId } : {}), ...(userId && !profileId ? { userId } : {}),
    traits: { ...traits, ...(email ? { email } : {}) },
    ...(externalId ? { context: { externalIds: [externalId] } } : {}),
  }
}

/** Profiles of the people in these rows by their names; who is new is made, and waited for. */
async function findOrMakePeople(platform: Platform, workspaceId: number, rows: readonly ImportedRow[]): Promise<Map<string, string>> {
  const named = rows.filter((row): row is ImportedRow & { person: RowPerson } => row.person !== undefined)
  const identifiers = [...new Set(named.flatMap(({ person }) => identifiersOf(person)))]
  const found = await findByIdentifiers(platform.db, workspaceId, identifiers)
  const told = named.filter(({ person }) => pickProfile(person, found) === undefined || Object.keys(person.traits).length > 0)
  if (told.length > 0) {
    const events = told.map((row) => makeIdentify(row, pickProfile(row.person, found)))
    const seq = await platform.db.transaction().execute((tx) => appendEvents(tx, workspaceId, events, platform.clock.now()))
    await waitLong(platform, workspaceId, seq)
  }
  const all = told.length > 0 ? await findByIdentifiers(platform.db, workspaceId, identifiers) : found
  return new Map(named.flatMap(({ person }) => {
    const profileId = pickProfile(person, all)
    return profileId ? [[nameOf(person), profileId] as const] : []
  }))
}

/** @throws when the stream stands still: the job is then tried again */
async function waitLong(platform: Platform, workspaceId: number, seq: number): Promise<void> {
  for (let waits = 0; waits < longestWaits; waits += 1) if (await waitUntilProcessed(platform, workspaceId, seq)) return
  throw new NotYet('The people of an import have not been processed yet.')
}
