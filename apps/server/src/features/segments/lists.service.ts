// Static lists: people put on them and taken off by hand or import. Each change is an event; the processor follows it.
import { parse } from 'csv-parse/sync'
import { RapportError } from '../../platform/errors.ts'
import { appendEvents, type SystemEvent } from '../../platform/event-log.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { findByIdentifiers, namesOf, normaliseEmail, normalisePhone } from '../people/index.ts'
import { waitUntilProcessed } from '../stream/index.ts'
import { listMemberIds } from './members.store.ts'
import { readSegment } from './segments.service.ts'
import { segmentEntered, segmentLeft, type ChangeMembersReply, type Segment } from './segments.contract.ts'

const maxUnknownShown = 1_000
const eventsAtOnce = 1_000

interface Change {
  isEntered: boolean
  cause: 'manual' | 'import'
  actor: Principal
}

async function readList(platform: Platform, workspaceId: number, segmentId: string): Promise<Segment> {
  const segment = await readSegment(platform, workspaceId, segmentId)
  if (segment.kind !== 'static') throw new RapportError('conflict', 'A rule decides who is in this segment. Only lists are changed by hand.')
  return segment
}

/** Writes the events and waits until they have taken effect. */
async function tell(platform: Platform, workspaceId: number, segment: Segment, profileIds: readonly string[], { isEntered, cause, actor }: Change): Promise<void> {
  const now = platform.clock.now()
  const reason = `${cause === 'import' ? 'Imported' : isEntered ? 'Added' : 'Removed'} by ${actor.name}`
  const toEvent = (profileId: string): SystemEvent => ({
    event: isEntered ? segmentEntered : segmentLeft, profileId, timestamp: new Date(now).toISOString(),
    properties: { segment_id: segment.id, segment: segment.name, cause, reason, version: segment.version },
  })
  let seq = 0
  for (let start = 0; start < profileIds.length; start += eventsAtOnce) {
    const events = profileIds.slice(start, start + eventsAtOnce).map(toEvent)
    seq = await platform.db.transaction().execute((tx) => appendEvents(tx, workspaceId, events, now))
  }
  if (seq > 0) await waitUntilProcessed(platform, workspaceId, seq)
}

/** Identifier as given → profile; every form of an e-mail or phone number is tried. */
async function resolve(platform: Platform, workspaceId: number, identifiers: readonly string[]): Promise<Map<string, string>> {
  const forms = new Map(identifiers.map((given) => [given, [...new Set([given.trim(), normaliseEmail(given), normalisePhone(given)].filter((form) => form !== undefined))]]))
  const found = await findByIdentifiers(platform.db, workspaceId, [...new Set([...forms.values()].flat())])
  return new Map([...forms].flatMap(([given, tried]) => tried.flatMap((form) => (found.has(form) ? [[given, found.get(form)!] as const] : [])).slice(0, 1)))
}

/** Puts people on a list or takes them off. @throws not_found, conflict when it is no list */
export async function changeMembers(
  platform: Platform, workspaceId: number, segmentId: string, request: { profileIds: string[]; identifiers: string[] }, change: Change,
): Promise<ChangeMembersReply> {
  const segment = await readList(platform, workspaceId, segmentId)
  const [found, known, members] = await Promise.all([
    resolve(platform, workspaceId, request.identifiers),
    namesOf(platform.db, workspaceId, request.profileIds),
    listMemberIds(platform.db, workspaceId, segmentId),
  ])
  const unknown = [...request.identifiers.filter((given) => !found.has(given)), ...request.profileIds.filter((id) => !known.has(id))]
  const wanted = [...new Set([...request.profileIds.filter((id) => known.has(id)), ...found.values()])]
  const isIn = new Set(members)
  const changed = wanted.filter((id) => isIn.has(id) !== change.isEntered)
  await tell(platform, workspaceId, segment, changed, change)
  return { changed: changed.length, unchanged: wanted.length - changed.length, unknown: unknown.slice(0, maxUnknownShown), unknownCount: unknown.length }
}

/** Names of columns that hold identifiers, the likeliest first. */
const identifierColumns = ['user_id', 'userid', 'user id', 'id', 'email', 'e-mail', 'mail', 'phone', 'external_id', 'customer_id']

function readColumn(text: string, column: string | undefined): string[] {
  let rows: string[][]
  try {
    rows = parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, delimiter: [',', ';', '\t'] }) as string[][]
  } catch (error) {
    throw new RapportError('invalid_request', `The text is no CSV: ${(error as Error).message}`)
  }
  const header = (rows[0] ?? []).map((name) => name.toLowerCase())
  if (column) {
    const index = header.indexOf(column.toLowerCase())
    if (index < 0) throw new RapportError('invalid_request', `There is no column "${column}". There are: ${(rows[0] ?? []).join(', ').slice(0, 300)}.`)
    return rows.slice(1).flatMap((row) => row[index] || [])
  }
  const named = identifierColumns.map((name) => header.indexOf(name)).find((index) => index >= 0)
  // A list of identifiers without a head is a CSV as well.
  return named === undefined ? rows.flatMap((row) => row[0] || []) : rows.slice(1).flatMap((row) => row[named] || [])
}

/** Puts the people of a CSV on a list. @throws invalid_request when it cannot be read */
export async function importMembers(platform: Platform, workspaceId: number, segmentId: string, { text, column, actor }: { text: string; column: string | undefined; actor: Principal }): Promise<ChangeMembersReply> {
  const identifiers = [...new Set(readColumn(text, column))].map((given) => given.slice(0, 500))
  if (identifiers.length === 0) throw new RapportError('invalid_request', 'The file holds no identifiers.')
  return changeMembers(platform, workspaceId, segmentId, { profileIds: [], identifiers }, { isEntered: true, cause: 'import', actor })
}
