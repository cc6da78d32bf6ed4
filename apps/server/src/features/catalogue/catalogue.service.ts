import type { z } from 'zod'
import { RapportError, notFound } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import { readWorkspace } from '../access/index.ts'
import { recordChange } from '../audit/index.ts'
import type { EventEntry, EventEntryDetail, PropertyEntry, catalogueQuery, updateEventRequest, updatePropertyRequest } from './catalogue.contract.ts'
import {
  deleteDaysBefore, findEvent, findProperty, listDayCounts, listDays, listEvents, listProperties, updateEvent, updateProperty, type EventDefinition,
  type EventRow, type PropertyRow,
} from './catalogue.store.ts'
import { findSchemaProblems } from './event-schema.ts'
import { cleanText } from './example-text.ts'
import { toTypeBits, toTypeNames } from './observed-value.ts'
import { traitType } from './observer.ts'
import { maxNameLength, otherName } from './property-notes.ts'
import { createZoneDays } from './zone-days.ts'

const dayMs = 24 * 3_600_000
const shownDays = 30
const keptDays = 90
const maxDescriptionLength = 1000

type Note = Pick<EventDefinition, 'description' | 'isBlocked'>

export interface EventAddress {
  type: string
  name: string
}

function toEntry(row: EventRow, countToday: number): EventEntry {
  return { ...row, firstSeenAt: row.firstSeenAt.toISOString(), lastSeenAt: row.lastSeenAt.toISOString(), countToday }
}

function toPropertyEntry({ property, types, ...row }: PropertyRow): PropertyEntry {
  return {
    name: property,
    types: toTypeNames(toTypeBits(types)),
    examples: row.examples,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    description: row.description,
    isBlocked: row.isBlocked,
  }
}

async function todayOf(platform: Platform, workspaceId: number): Promise<string> {
  const workspace = await readWorkspace(platform.db, workspaceId)
  if (!workspace) throw notFound('workspace')
  return createZoneDays(workspace.timezone)(platform.clock.now())
}

/** Days are plain dates here: shifting them in UTC crosses no daylight saving. */
function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}

/** The events of a workspace, the most frequent first. */
export async function describeEvents(platform: Platform, workspaceId: number, filter: z.output<typeof catalogueQuery>): Promise<EventEntry[]> {
  const today = await todayOf(platform, workspaceId)
  // What cannot be stored is not found either.
  const found = { search: cleanText(filter.search ?? '', maxNameLength), type: cleanText(filter.type ?? '', maxNameLength) }
  const [rows, counts] = await Promise.all([listEvents(platform.db, workspaceId, found), listDayCounts(platform.db, workspaceId, today)])
  const countOf = new Map(counts.map(({ type, name, count }) => [JSON.stringify([type, name]), count]))
  return rows.map((row) => toEntry(row, countOf.get(JSON.stringify([row.type, row.name])) ?? 0))
}

/** @throws not_found */
export async function describeEvent(platform: Platform, workspaceId: number, { type, name }: EventAddress): Promise<EventEntryDetail> {
  const row = await findEvent(platform.db, workspaceId, type, name)
  if (!row) throw notFound('event')
  const today = await todayOf(platform, workspaceId)
  const firstDay = shiftDay(today, 1 - shownDays)
  const [properties, days] = await Promise.all([
    listProperties(platform.db, workspaceId, type, name),
    listDays(platform.db, workspaceId, type, name, firstDay),
  ])
  const countOn = new Map(days.map(({ day, count }) => [day, count]))
  const perDay = Array.from({ length: shownDays }, (_, index) => {
    const day = shiftDay(firstDay, index)
    return { day, count: countOn.get(day) ?? 0 }
  })
  return { ...toEntry(row, countOn.get(today) ?? 0), properties: properties.map(toPropertyEntry), perDay }
}

export async function describeTraits(db: Db, workspaceId: number): Promise<PropertyEntry[]> {
  return (await listProperties(db, workspaceId, traitType, '')).map(toPropertyEntry)
}

function definitionOf({ description, isBlocked, schema, schemaMode }: EventRow): EventDefinition {
  return { description, isBlocked, schema, schemaMode }
}

/** @throws invalid_request naming every place of the schema that is wrong */
function assertSchema(schema: Record<string, unknown>): void {
  const details = findSchemaProblems(schema)
  const first = details[0]
  if (first) throw new RapportError('invalid_request', `${first.path}: ${first.message}`, { details })
}

function applyNote(before: Note, changes: Partial<Note>): Note {
  const description = changes.description === undefined ? before.description : cleanText(changes.description, maxDescriptionLength)
  return { description, isBlocked: changes.isBlocked ?? before.isBlocked }
}

/** What the event's definition becomes. Without a schema there is nothing to check. */
function applyChanges(before: EventRow, changes: z.output<typeof updateEventRequest>): EventDefinition {
  const schema = changes.schema === undefined ? before.schema : (changes.schema as EventDefinition['schema'])
  const schemaMode = changes.schemaMode ?? (schema === null ? 'off' : before.schemaMode)
  if (schema === null && schemaMode !== 'off') {
    const message = 'Give the event a schema before it is checked.'
    throw new RapportError('invalid_request', `schemaMode: ${message}`, { details: [{ path: 'schemaMode', message }] })
  }
  const after = { ...applyNote(before, changes), schema, schemaMode }
  if (before.isReserved && (after.isBlocked || after.schemaMode === 'reject')) {
    throw new RapportError('conflict', 'Rapport itself makes this event and depends on it: it can be described, not turned away.')
  }
  return after
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

/** Workers load their observers anew. The change is saved already: a hint that gets lost must not look like a failure. */
async function announce(platform: Platform, workspaceId: number): Promise<void> {
  await platform.signals.send({ kind: 'definitions', workspaceId }).catch(() => {})
}

/** Describes or blocks an event, or has its properties checked. @throws not_found, invalid_request, conflict */
export async function changeEvent(
  platform: Platform,
  workspaceId: number,
  actor: Principal,
  address: EventAddress,
  changes: z.output<typeof updateEventRequest>,
): Promise<EventEntryDetail> {
  if (changes.schema) assertSchema(changes.schema)
  const isChanged = await platform.db.transaction().execute(async (tx) => {
    const row = await findEvent(tx, workspaceId, address.type, address.name, 'lock')
    if (!row) throw notFound('event')
    const before = definitionOf(row)
    const after = applyChanges(row, changes)
    if (isSame(before, after)) return false
    await updateEvent(tx, workspaceId, address, after, !isSame(before.schema, after.schema))
    const target = { kind: 'event', id: `${address.type}/${address.name}`, name: address.name || address.type }
    await recordChange(tx, { workspaceId, actor, action: 'event.updated', target, before, after })
    return true
  })
  if (isChanged) await announce(platform, workspaceId)
  return describeEvent(platform, workspaceId, address)
}

/** Describes or blocks a property of an event, or a trait. @throws not_found, invalid_request, conflict */
async function changeProperty(
  platform: Platform,
  workspaceId: number,
  actor: Principal,
  address: EventAddress & { property: string },
  changes: z.output<typeof updatePropertyRequest>,
): Promise<PropertyEntry> {
  const { type, name, property } = address
  const kind = type === traitType ? 'trait' : 'property'
  if (changes.isBlocked && property === otherName) {
    throw new RapportError('invalid_request', `${otherName} stands for all that found no room of their own; it cannot be blocked.`)
  }
  const isChanged = await platform.db.transaction().execute(async (tx) => {
    const row = await findProperty(tx, workspaceId, address, 'lock')
    if (!row) throw notFound(kind)
    const before = { description: row.description, isBlocked: row.isBlocked }
    const after = applyNote(before, changes)
    if (isSame(before, after)) return false
    await updateProperty(tx, workspaceId, address, after)
    const target = { kind, id: kind === 'trait' ? property : `${type}/${name}/${property}`, name: property }
    await recordChange(tx, { workspaceId, actor, action: `${kind}.updated`, target, before, after })
    return true
  })
  if (isChanged) await announce(platform, workspaceId)
  const row = await findProperty(platform.db, workspaceId, address)
  if (!row) throw notFound(kind)
  return toPropertyEntry(row)
}

export async function changeEventProperty(
  platform: Platform,
  workspaceId: number,
  actor: Principal,
  address: EventAddress & { property: string },
  changes: z.output<typeof updatePropertyRequest>,
): Promise<PropertyEntry> {
  const event = await findEvent(platform.db, workspaceId, address.type, address.name)
  if (!event) throw notFound('event')
  if (event.isReserved && changes.isBlocked) {
    throw new RapportError('conflict', 'Rapport itself makes this event and depends on its properties: they can be described, not blocked.')
  }
  return changeProperty(platform, workspaceId, actor, address, changes)
}

export async function changeTrait(
  platform: Platform,
  workspaceId: number,
  actor: Principal,
  trait: string,
  changes: z.output<typeof updatePropertyRequest>,
): Promise<PropertyEntry> {
  return changeProperty(platform, workspaceId, actor, { type: traitType, name: '', property: trait }, changes)
}

/** Volumes by day are shown for 30 days; the stream's history keeps the rest. */
export async function forgetOldDays(platform: Platform): Promise<void> {
  await deleteDaysBefore(platform.db, new Date(platform.clock.now() - keptDays * dayMs).toISOString().slice(0, 10))
}
