// Use cases of personas: what people and programs do with them over the API.
import { randomInt } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { RapportError, notFound } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import { readWorkspace } from '../access/index.ts'
import { recordChange } from '../audit/index.ts'
import { compareChannels, findBehaviours } from './lift.rules.ts'
import type { CreatePersonaRequest, Persona, PersonaFigures, PersonaOverview, PersonaText, UpdatePersonaRequest } from './personas.contract.ts'
import { mostLookedAt, readActs, readOverview, readTotals } from './personas.read-model.ts'
import {
  countPersonas, deletePersona, findPersona, insertPersona, listPersonas, lockPersona, readPicture, savePicture, updatePersona, type StoredPersona,
} from './personas.store.ts'
import { drawPortrait } from './portraits/draw-portrait.ts'
import { findImageType } from '../../platform/image-type.ts'
import { findSegmentName, listSegmentMembers, noteSegment } from './segment-access.ts'

const mostPersonas = 200

export const drawSeed = () => randomInt(4_294_967_296)

function toAudit({ text, segmentId, portraitSeed, portraitType }: StoredPersona): object {
  return { ...text, segmentId, portrait: portraitType ?? `drawn ${portraitSeed}` }
}

function describePortrait({ id, portraitSeed, portraitType, portraitVersion }: StoredPersona): Persona['portrait'] {
  return { kind: portraitType ? 'uploaded' : 'drawn', seed: portraitSeed, url: `/v1/personas/${id}/portrait?v=${portraitVersion}` }
}

async function readAll(platform: Platform, workspaceId: number) {
  const [totals, workspace] = await Promise.all([readTotals(platform.db, workspaceId), readWorkspace(platform.db, workspaceId)])
  return { ...totals, currency: workspace?.currency ?? 'EUR' }
}

async function describeOverview(platform: Platform, persona: StoredPersona, all: Awaited<ReturnType<typeof readAll>>): Promise<PersonaOverview | null> {
  if (!persona.segmentId) return null
  const members = await listSegmentMembers(platform, persona.workspaceId, persona.segmentId)
  return members ? readOverview(platform.db, persona.workspaceId, members, all) : null
}

async function toReply(platform: Platform, persona: StoredPersona, all: Awaited<ReturnType<typeof readAll>>): Promise<Persona> {
  const { workspaceId, segmentId } = persona
  const [segmentName, overview] = await Promise.all([segmentId ? findSegmentName(platform, workspaceId, segmentId) : undefined, describeOverview(platform, persona, all)])
  return {
    ...persona.text, id: persona.id, portrait: describePortrait(persona), segmentId, segmentName: segmentName ?? null, overview,
    createdAt: persona.createdAt.toISOString(), createdBy: persona.createdBy, updatedAt: persona.updatedAt.toISOString(),
  }
}

export async function describePersonas(platform: Platform, workspaceId: number): Promise<Persona[]> {
  const [personas, all] = await Promise.all([listPersonas(platform.db, workspaceId), readAll(platform, workspaceId)])
  return Promise.all(personas.map((persona) => toReply(platform, persona, all)))
}

/** @throws not_found */
export async function describePersona(platform: Platform, workspaceId: number, id: string): Promise<Persona> {
  const persona = await findPersona(platform.db, workspaceId, id)
  if (!persona) throw notFound('persona')
  return toReply(platform, persona, await readAll(platform, workspaceId))
}

async function assertSegment(platform: Platform, workspaceId: number, segmentId: string | null | undefined): Promise<void> {
  if (segmentId && (await findSegmentName(platform, workspaceId, segmentId)) === undefined) throw notFound('segment')
}

export interface NewPersona {
  text: PersonaText
  segmentId: string | null
  portraitSeed: number
}

/** Stores a persona inside a transaction and writes it to the audit log. @throws conflict when there are too many */
export async function addPersona(platform: Platform, tx: Db, workspaceId: number, actor: Principal, { text, segmentId, portraitSeed }: NewPersona): Promise<string> {
  if ((await countPersonas(tx, workspaceId)) >= mostPersonas) throw new RapportError('conflict', `A workspace has at most ${mostPersonas} personas. Delete one first.`)
  const now = new Date(platform.clock.now())
  const persona: StoredPersona = {
    workspaceId, id: uuidv7(), text, segmentId, portraitSeed, portraitType: null, portraitVersion: 1, createdAt: now, createdBy: actor.name, updatedAt: now,
  }
  await insertPersona(tx, persona)
  await noteSegment(tx, persona)
  await recordChange(tx, { workspaceId, actor, action: 'persona.created', target: { kind: 'persona', id: persona.id, name: text.name }, before: null, after: toAudit(persona) })
  return persona.id
}

/** @throws not_found for a segment that is not there */
export async function createPersona(platform: Platform, workspaceId: number, actor: Principal, request: CreatePersonaRequest): Promise<Persona> {
  const { segmentId, portraitSeed = drawSeed(), ...text } = request
  await assertSegment(platform, workspaceId, segmentId)
  const id = await platform.db.transaction().execute((tx) => addPersona(platform, tx, workspaceId, actor, { text, segmentId, portraitSeed }))
  return describePersona(platform, workspaceId, id)
}

/** The texts of `before` with what `request` says. */
export function mergeText(before: PersonaText, request: UpdatePersonaRequest): PersonaText {
  return {
    name: request.name ?? before.name,
    summary: request.summary ?? before.summary,
    goals: request.goals ?? before.goals,
    frustrations: request.frustrations ?? before.frustrations,
    motivations: request.motivations ?? before.motivations,
    preferredChannels: request.preferredChannels ?? before.preferredChannels,
    quotes: request.quotes ?? before.quotes,
  }
}

/** Changes a persona under its lock, with an audit entry. @throws not_found */
async function change(
  platform: Platform, workspaceId: number, actor: Principal, id: string, work: (tx: Db, before: StoredPersona) => Promise<StoredPersona>,
): Promise<Persona> {
  await platform.db.transaction().execute(async (tx) => {
    const before = await lockPersona(tx, workspaceId, id)
    if (!before) throw notFound('persona')
    const after = await work(tx, { ...before, updatedAt: new Date(platform.clock.now()) })
    await updatePersona(tx, after)
    await noteSegment(tx, after)
    await recordChange(tx, { workspaceId, actor, action: 'persona.changed', target: { kind: 'persona', id, name: after.text.name }, before: toAudit(before), after: toAudit(after) })
  })
  return describePersona(platform, workspaceId, id)
}

/** @throws not_found for a persona or segment that is not there */
export async function changePersona(platform: Platform, workspaceId: number, actor: Principal, id: string, request: UpdatePersonaRequest): Promise<Persona> {
  await assertSegment(platform, workspaceId, request.segmentId)
  return change(platform, workspaceId, actor, id, async (tx, before) => {
    const changed = { ...before, text: mergeText(before.text, request), segmentId: request.segmentId === undefined ? before.segmentId : request.segmentId }
    if (request.portraitSeed === undefined) return changed
    await savePicture(tx, before, null)
    return { ...changed, portraitSeed: request.portraitSeed, portraitType: null, portraitVersion: before.portraitVersion + 1 }
  })
}

/** @throws invalid_request for anything that is no PNG, JPEG or WebP by its bytes */
export async function uploadPortrait(platform: Platform, workspaceId: number, actor: Principal, id: string, bytes: Buffer): Promise<Persona> {
  const type = findImageType(bytes)
  if (!type) throw new RapportError('invalid_request', 'This is not a PNG, JPEG or WebP picture. Save it as one of these and upload it again.')
  return change(platform, workspaceId, actor, id, async (tx, before) => {
    await savePicture(tx, before, { type, bytes })
    return { ...before, portraitType: type, portraitVersion: before.portraitVersion + 1 }
  })
}

/** The uploaded picture, or the drawing. @throws not_found */
export async function readPortrait(platform: Platform, workspaceId: number, id: string): Promise<{ type: string; bytes: Buffer }> {
  const persona = await findPersona(platform.db, workspaceId, id)
  if (!persona) throw notFound('persona')
  const picture = persona.portraitType ? await readPicture(platform.db, workspaceId, id) : undefined
  return picture ?? { type: 'image/svg+xml', bytes: Buffer.from(drawPortrait(persona.portraitSeed)) }
}

/** Removes the persona; its segment stays. @throws not_found */
export async function removePersona(platform: Platform, workspaceId: number, actor: Principal, id: string): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    const before = await lockPersona(tx, workspaceId, id)
    if (!before) throw notFound('persona')
    await deletePersona(tx, workspaceId, id)
    await noteSegment(tx, { ...before, segmentId: null })
    await recordChange(tx, { workspaceId, actor, action: 'persona.deleted', target: { kind: 'persona', id, name: before.text.name }, before: toAudit(before), after: null })
  })
}

/** What the persona's people do, now. @throws not_found for a persona, or its segment, that is not there */
export async function readFigures(platform: Platform, workspaceId: number, id: string): Promise<PersonaFigures> {
  const persona = await findPersona(platform.db, workspaceId, id)
  if (!persona) throw notFound('persona')
  const members = persona.segmentId ? await listSegmentMembers(platform, workspaceId, persona.segmentId) : undefined
  if (!members) throw new RapportError('not_found', 'This persona has no segment, so there is nobody to measure. Choose one.')
  const now = platform.clock.now()
  const [overview, own, all] = await Promise.all([
    readAll(platform, workspaceId).then((totals) => readOverview(platform.db, workspaceId, members, totals)),
    members.length > 0 ? readActs(platform, workspaceId, members, now) : [],
    readActs(platform, workspaceId, 'all', now),
  ])
  const orderChannels = compareChannels(own, all, 'orders')
  const visitChannels = compareChannels(own, all, 'visits')
  return {
    overview, lookedAt: Math.min(own.length, mostLookedAt), comparedWith: all.length, behaviours: findBehaviours(own, all), orderChannels, visitChannels,
    observedChannel: (orderChannels[0] ?? visitChannels[0])?.channel ?? null,
  }
}
