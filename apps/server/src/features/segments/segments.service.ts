// Use cases of segments: made, edited, duplicated, restored, removed.
import { isDeepStrictEqual } from 'node:util'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { RapportError, notFound } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { asClient, type Db } from '../../platform/postgres.ts'
import { recordChange } from '../audit/index.ts'
import { findByFilter, removeConnector } from '../connectors/index.ts'
import { fenceProcessing } from '../stream/index.ts'
import type { Definition } from './conditions.contract.ts'
import { progressOf, queueFill } from './fills.store.ts'
import { listMemberIds } from './members.store.ts'
import { listReferences } from './references.store.ts'
import { checkDefinition, listDependents } from './segments.rules.ts'
import {
  deleteSegment, findSegment, insertSegment, listSegments, listVersions, lockRules, lockSegment, readDailySizes, readRules, redefineSegment, renameSegment, type SegmentRow,
} from './segments.store.ts'
import type { Segment, SegmentRow as ListedSegment, SegmentVersion, UsageList, createSegmentRequest, segmentsQuery, updateSegmentRequest } from './segments.contract.ts'

function toReply(row: SegmentRow): Segment {
  const { id, name, description, kind, definition, version, status, problem, size, sizeBefore, createdBy } = row
  return {
    id, name, description, kind, definition, version, status, progress: progressOf(row), problem, size, sizeBefore, createdBy,
    createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
  }
}

const toAudit = ({ name, description, kind, definition }: Pick<SegmentRow, 'name' | 'description' | 'kind' | 'definition'>) => ({ name, description, kind, definition })
const nowOf = ({ clock }: Platform) => new Date(clock.now())

async function announce({ signals }: Platform, workspaceId: number): Promise<void> {
  await signals.send({ kind: 'definitions', workspaceId })
}

/** @throws not_found */
export async function readSegment(platform: Platform, workspaceId: number, id: string): Promise<Segment> {
  const row = await findSegment(platform.db, workspaceId, id, nowOf(platform))
  if (!row) throw notFound('segment')
  return toReply(row)
}

/** Everyone in a segment now. @throws not_found */
export async function findMemberIds(platform: Platform, workspaceId: number, id: string): Promise<string[]> {
  await readSegment(platform, workspaceId, id)
  return listMemberIds(platform.db, workspaceId, id)
}

const sparklineDays = 14

export async function describeSegments(platform: Platform, workspaceId: number, query: z.output<typeof segmentsQuery>): Promise<{ items: ListedSegment[] }> {
  const now = nowOf(platform)
  const [rows, sizes] = await Promise.all([listSegments(platform.db, workspaceId, now), readDailySizes(platform.db, workspaceId, { days: sparklineDays, now })])
  const search = query.search?.trim().toLowerCase()
  const items = rows
    .filter((row) => (!search || row.name.toLowerCase().includes(search)) && (!query.kind || row.kind === query.kind))
    .map((row) => ({ ...toReply(row), sizes: sizes.get(row.id) ?? [] }))
  if (query.sort !== 'name') items.sort((left, right) => (query.sort === 'size' ? left.size - right.size : left.updatedAt < right.updatedAt ? -1 : 1))
  return { items: query.direction === 'desc' ? items.toReversed() : items }
}

/** @throws invalid_request when the rule is not valid, or a live segment has none */
export async function createSegment(platform: Platform, workspaceId: number, request: z.output<typeof createSegmentRequest>, actor: Principal): Promise<Segment> {
  const { name, description, kind } = request
  const at = nowOf(platform)
  const id = uuidv7()
  const definition = kind === 'live' ? (request.definition ?? null) : null
  if (kind === 'live' && !definition) throw new RapportError('invalid_request', 'A live segment needs a rule; for a list kept by hand send kind "static".')
  if (kind === 'static' && request.definition) throw new RapportError('invalid_request', 'A static list has no rule. Leave the definition out.')
  await platform.db.transaction().execute(async (tx) => {
    const rules = await lockRules(tx, workspaceId)
    if (definition) checkDefinition(definition, rules)
    await insertSegment(tx, workspaceId, { id, name, description, kind, definition, by: actor.name, at })
    if (definition) await queueFill(tx, workspaceId, { kind: 'segment', subjectId: id, cause: 'first_fill', at })
    await recordChange(tx, { workspaceId, actor, action: 'segment.created', target: { kind: 'segment', id, name }, before: null, after: toAudit({ name, description, kind, definition }) })
  })
  await announce(platform, workspaceId)
  return readSegment(platform, workspaceId, id)
}

/** Everyone is asked again; so are those who are asked whether they are in it. */
async function redefine(tx: Db, workspaceId: number, before: SegmentRow, change: { definition: Definition; by: string; at: Date }): Promise<void> {
  const { id, version } = before
  const rules = await lockRules(tx, workspaceId)
  checkDefinition(change.definition, rules, id)
  await redefineSegment(tx, workspaceId, { id, version: version + 1, ...change })
  for (const subjectId of [id, ...listDependents(id, rules)]) await queueFill(tx, workspaceId, { kind: 'segment', subjectId, cause: 'edited', at: change.at })
}

/** @throws not_found, invalid_request, conflict for a rule that would refer to itself */
export async function updateSegment(platform: Platform, workspaceId: number, id: string, request: z.output<typeof updateSegmentRequest>, actor: Principal): Promise<Segment> {
  const at = nowOf(platform)
  await platform.db.transaction().execute(async (tx) => {
    const before = await lockSegment(tx, workspaceId, id, at)
    if (!before) throw notFound('segment')
    const { definition } = request
    if (definition && before.kind === 'static') throw new RapportError('invalid_request', 'A static list has no rule.')
    const name = request.name ?? before.name
    const description = request.description ?? before.description
    await renameSegment(tx, workspaceId, id, { name, description, at })
    if (definition && !isDeepStrictEqual(definition, before.definition)) await redefine(tx, workspaceId, before, { definition, by: actor.name, at })
    const after = { ...before, name, description, definition: definition ?? before.definition }
    await recordChange(tx, { workspaceId, actor, action: 'segment.changed', target: { kind: 'segment', id, name }, before: toAudit(before), after: toAudit(after) })
  })
  await announce(platform, workspaceId)
  return readSegment(platform, workspaceId, id)
}

export async function duplicateSegment(platform: Platform, workspaceId: number, id: string, actor: Principal): Promise<Segment> {
  const { name, description, kind, definition } = await readSegment(platform, workspaceId, id)
  if (!definition) throw new RapportError('invalid_request', 'A static list cannot be duplicated. Export its people and import them into a new list.')
  return createSegment(platform, workspaceId, { name: `${name.slice(0, 90)} (copy)`, description, kind, definition }, actor)
}

/** Other segments that refer to it, and what other features have that stands on it. */
export async function describeUsage(platform: Platform, workspaceId: number, id: string): Promise<UsageList> {
  await readSegment(platform, workspaceId, id)
  const [rules, rows, references] = await Promise.all([
    readRules(platform.db, workspaceId), listSegments(platform.db, workspaceId, nowOf(platform)), listReferences(platform.db, workspaceId, id),
  ])
  const names = new Map(rows.map((row) => [row.id, row.name]))
  return { items: [...listDependents(id, rules).map((dependent) => ({ kind: 'segment' as const, id: dependent, name: names.get(dependent) ?? '' })), ...references] }
}

/** @throws conflict while others refer to it */
export async function removeSegment(platform: Platform, workspaceId: number, id: string, actor: Principal): Promise<void> {
  const at = nowOf(platform)
  const webhook = await findByFilter(platform, workspaceId, 'webhook', { segment_id: id })
  await platform.db.transaction().execute(async (tx) => {
    const rules = await lockRules(tx, workspaceId)
    const before = await lockSegment(tx, workspaceId, id, at)
    if (!before) throw notFound('segment')
    const dependents = listDependents(id, rules)
    if (dependents.length > 0) throw new RapportError('conflict', `${dependents.length === 1 ? 'Another segment refers' : `${dependents.length} other segments refer`} to this one. Take the condition out of them first.`)
    const [reference] = await listReferences(tx, workspaceId, id)
    if (reference) throw new RapportError('conflict', `The ${reference.kind} "${reference.name}" stands on this segment. Choose another one there first.`)
    // No batch in flight may write members of what is gone.
    await fenceProcessing(asClient(tx), workspaceId)
    await deleteSegment(tx, workspaceId, id)
    await recordChange(tx, { workspaceId, actor, action: 'segment.deleted', target: { kind: 'segment', id, name: before.name }, before: toAudit(before), after: null })
  })
  if (webhook) await removeConnector(platform, workspaceId, actor, webhook.id)
  await announce(platform, workspaceId)
}

export async function describeVersions(platform: Platform, workspaceId: number, id: string): Promise<{ items: SegmentVersion[] }> {
  await readSegment(platform, workspaceId, id)
  const rows = await listVersions(platform.db, workspaceId, id)
  return { items: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
}

/** The rule of an old version as a new one. @throws not_found */
export async function restoreVersion(platform: Platform, workspaceId: number, id: string, version: number, actor: Principal): Promise<Segment> {
  const { items } = await describeVersions(platform, workspaceId, id)
  const definition = items.find((item) => item.version === version)?.definition
  if (!definition) throw new RapportError('not_found', 'This segment has no rule of this version.')
  return updateSegment(platform, workspaceId, id, { definition }, actor)
}
