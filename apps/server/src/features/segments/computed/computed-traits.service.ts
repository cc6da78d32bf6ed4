// Use cases of computed traits: made, edited, removed, tried out.
import { isDeepStrictEqual } from 'node:util'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { RapportError, notFound } from '../../../platform/errors.ts'
import type { Principal } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Db } from '../../../platform/postgres.ts'
import { recordChange } from '../../audit/index.ts'
import { isTraitSeen } from '../../catalogue/index.ts'
import { quote } from '../conditions/sql-text.ts'
import type { Computation, ComputedTrait, createComputedTraitRequest, updateComputedTraitRequest } from '../computed-traits.contract.ts'
import { insertComputedTrait, listComputedTraits, markRemoved, updateComputedTrait, writeThresholds, type ComputedTraitRow } from './computed-traits.store.ts'
import { progressOf, queueFill } from '../fills.store.ts'
import { computeThresholds } from './rfm-thresholds.ts'

function toReply(row: ComputedTraitRow, people: number): ComputedTrait {
  const { id, key, name, description, computation, status, problem, createdBy } = row
  return { id, key, name, description, computation, status, progress: progressOf(row), problem, people, createdAt: row.createdAt.toISOString(), createdBy }
}

/** How many people have a value, by key. */
async function countPeople({ clickhouse }: Platform, workspaceId: number, keys: readonly string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map()
  const counts = keys.map((key, index) => `countIf(mapContains(texts, ${quote(key)}) OR mapContains(numbers, ${quote(key)})) AS c${index}`)
  const [row] = await clickhouse.query<Record<string, number>>(`SELECT ${counts.join(', ')} FROM people FINAL WHERE workspace_id = ${workspaceId} AND is_deleted = 0`)
  return new Map(keys.map((key, index) => [key, row?.[`c${index}`] ?? 0]))
}

export async function describeComputedTraits(platform: Platform, workspaceId: number): Promise<{ items: ComputedTrait[] }> {
  const rows = await listComputedTraits(platform.db, workspaceId)
  const people = await countPeople(platform, workspaceId, rows.map((row) => row.key))
  return { items: rows.map((row) => toReply(row, people.get(row.key) ?? 0)) }
}

/** @throws not_found */
export async function readComputedTrait(platform: Platform, workspaceId: number, id: string): Promise<ComputedTrait> {
  const [row] = await listComputedTraits(platform.db, workspaceId, id)
  if (!row) throw notFound('computed trait')
  return toReply(row, (await countPeople(platform, workspaceId, [row.key])).get(row.key) ?? 0)
}

/** The fifths of RFM scores are needed before anyone gets one. */
async function prepareThresholds(platform: Platform, tx: Db, workspaceId: number, id: string, computation: Computation): Promise<void> {
  if (computation.function === 'rfm') await writeThresholds(tx, workspaceId, id, await computeThresholds(platform, workspaceId, computation.days))
}

const toAudit = ({ key, name, description, computation }: Pick<ComputedTraitRow, 'key' | 'name' | 'description' | 'computation'>) => ({ key, name, description, computation })

/** @throws conflict when the name is taken by another computed trait or a trait that was sent */
export async function createComputedTrait(platform: Platform, workspaceId: number, request: z.output<typeof createComputedTraitRequest>, actor: Principal): Promise<ComputedTrait> {
  const { key, name, description, computation } = request
  const id = uuidv7()
  const at = new Date(platform.clock.now())
  const rows = await listComputedTraits(platform.db, workspaceId)
  if (rows.some((row) => row.key === key)) throw new RapportError('conflict', `There is a computed trait "${key}" already.`)
  if (await isTraitSeen(platform.db, workspaceId, key)) throw new RapportError('conflict', `A trait "${key}" is being sent. Choose another name, so that nothing is overwritten.`)
  await platform.db.transaction().execute(async (tx) => {
    await insertComputedTrait(tx, workspaceId, { id, key, name, description, computation, by: actor.name, at })
    await prepareThresholds(platform, tx, workspaceId, id, computation)
    await queueFill(tx, workspaceId, { kind: 'trait', subjectId: id, cause: 'first_fill', at })
    await recordChange(tx, { workspaceId, actor, action: 'computed_trait.created', target: { kind: 'computed_trait', id, name }, before: null, after: toAudit(request) })
  }).catch((error: unknown) => {
    // One that is being removed holds its name until the value is gone from everyone.
    if ((error as { code?: string }).code === '23505') throw new RapportError('conflict', `A trait "${key}" is just being removed. Try again in a moment.`)
    throw error
  })
  await platform.signals.send({ kind: 'definitions', workspaceId })
  return readComputedTrait(platform, workspaceId, id)
}

/** @throws not_found */
export async function changeComputedTrait(platform: Platform, workspaceId: number, id: string, request: z.output<typeof updateComputedTraitRequest>, actor: Principal): Promise<ComputedTrait> {
  const [before] = await listComputedTraits(platform.db, workspaceId, id)
  if (!before) throw notFound('computed trait')
  const after = { ...before, name: request.name ?? before.name, description: request.description ?? before.description, computation: request.computation ?? before.computation }
  const isRecomputed = request.computation !== undefined && (before.status === 'failed' || !isDeepStrictEqual(request.computation, before.computation))
  await platform.db.transaction().execute(async (tx) => {
    await updateComputedTrait(tx, workspaceId, id, after)
    if (isRecomputed) {
      await prepareThresholds(platform, tx, workspaceId, id, after.computation)
      await queueFill(tx, workspaceId, { kind: 'trait', subjectId: id, cause: 'edited', at: new Date(platform.clock.now()) })
    }
    await recordChange(tx, { workspaceId, actor, action: 'computed_trait.changed', target: { kind: 'computed_trait', id, name: after.name }, before: toAudit(before), after: toAudit(after) })
  })
  await platform.signals.send({ kind: 'definitions', workspaceId })
  return readComputedTrait(platform, workspaceId, id)
}

/** Takes the value from everyone. @throws not_found */
export async function removeComputedTrait(platform: Platform, workspaceId: number, id: string, actor: Principal): Promise<void> {
  const [before] = await listComputedTraits(platform.db, workspaceId, id)
  if (!before) throw notFound('computed trait')
  await platform.db.transaction().execute(async (tx) => {
    await markRemoved(tx, workspaceId, id)
    await queueFill(tx, workspaceId, { kind: 'trait', subjectId: id, cause: 'edited', at: new Date(platform.clock.now()) })
    await recordChange(tx, { workspaceId, actor, action: 'computed_trait.deleted', target: { kind: 'computed_trait', id, name: before.name }, before: toAudit(before), after: null })
  })
  await platform.signals.send({ kind: 'definitions', workspaceId })
}
