// What the screens of a segment show of its people.
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { exportCsv } from '../../platform/csv-export.ts'
import type { Platform } from '../../platform/platform.ts'
import { findPersonId, namesOf, readRows } from '../people/index.ts'
import { notFound } from '../../platform/errors.ts'
import { listMembers, listOverlaps, listPersonMemberships, readHistory } from './members.store.ts'
import { listChanges, listChangesOf } from './told-changes.ts'
import { readNames } from './segments.store.ts'
import type { Member, OverlapList, PersonSegments, SegmentChange, SegmentHistory, historyQuery, membersQuery } from './segments.contract.ts'

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

const writeCursor = (parts: readonly (string | number)[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

function readCursor(cursor: string | undefined): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

/** One page of a segment's people, the newest members first. */
export async function describeMembers({ db }: Platform, workspaceId: number, segmentId: string, { search, cursor, limit }: z.output<typeof membersQuery>): Promise<Page<Member>> {
  const [since, id] = readCursor(cursor)
  const after = typeof since === 'number' && typeof id === 'string' ? { since: new Date(since), id } : undefined
  const found = await listMembers(db, workspaceId, segmentId, { search, after, limit: limit + 1 })
  const page = found.slice(0, limit)
  const people = await readRows(db, workspaceId, page.map((row) => row.profileId))
  const items = page.flatMap((row): Member[] => {
    const person = people.get(row.profileId)
    return person ? [{ ...person, since: row.since.toISOString(), cause: row.cause }] : []
  })
  const last = page.at(-1)
  return { items, nextCursor: found.length > limit && last ? writeCursor([last.since.getTime(), last.profileId]) : null }
}

const columns = ['id', 'name', 'email', 'phone', 'userId', 'country', 'city', 'firstSeenAt', 'lastSeenAt', 'orders', 'revenue', 'since', 'cause', 'traits']

/** All of a segment's people as CSV. */
export function exportMembers(platform: Platform, workspaceId: number, segmentId: string): Readable {
  return exportCsv({
    columns, log: platform.log,
    async readPage(cursor) {
      const { items, nextCursor } = await describeMembers(platform, workspaceId, segmentId, { cursor, limit: 200 })
      return { rows: items.map(({ traits, ...row }) => ({ ...row, traits: JSON.stringify(traits) })), nextCursor }
    },
  })
}

export async function describeHistory({ db, clock }: Platform, workspaceId: number, segmentId: string, { days }: z.output<typeof historyQuery>): Promise<SegmentHistory> {
  const rows = await readHistory(db, workspaceId, segmentId, { days, now: new Date(clock.now()) })
  return { points: rows.map((row) => ({ at: row.at.toISOString(), size: row.size, entered: row.entered, left: row.gone })) }
}

export async function describeOverlaps({ db }: Platform, workspaceId: number, segmentId: string): Promise<OverlapList> {
  return { items: await listOverlaps(db, workspaceId, segmentId) }
}

/** Who came and went, newest first. */
export async function describeChanges(platform: Platform, workspaceId: number, segmentId: string, { cursor, limit }: { cursor?: string; limit: number }): Promise<Page<SegmentChange>> {
  const [at, seq] = readCursor(cursor)
  const before = typeof at === 'number' && typeof seq === 'number' ? { at, seq } : undefined
  const found = await listChanges(platform.clickhouse, workspaceId, segmentId, { before, limit: limit + 1 })
  const page = found.slice(0, limit)
  const names = await namesOf(platform.db, workspaceId, page.map((row) => row.profileId))
  const last = page.at(-1)
  return {
    items: page.map((row) => ({ profile: { id: row.profileId, name: names.get(row.profileId) ?? '' }, direction: row.direction, at: new Date(row.at).toISOString(), cause: row.cause, reason: row.reason })),
    nextCursor: found.length > limit && last ? writeCursor([last.at, last.seq]) : null,
  }
}

/** What a person is in now, and what they left lately. @throws not_found */
export async function describePersonSegments(platform: Platform, workspaceId: number, profileId: string): Promise<PersonSegments> {
  const person = await findPersonId(platform.db, workspaceId, profileId)
  if (!person) throw notFound('person')
  const [memberships, changes, names] = await Promise.all([
    listPersonMemberships(platform.db, workspaceId, person.id),
    listChangesOf(platform.clickhouse, workspaceId, person.memberIds),
    readNames(platform.db, workspaceId),
  ])
  const isIn = new Set(memberships.map((row) => row.id))
  return {
    items: memberships.map((row) => ({ ...row, since: row.since.toISOString() })),
    left: changes.flatMap((change) => {
      const name = names.get(change.segmentId)
      if (change.direction !== 'left' || isIn.has(change.segmentId) || name === undefined) return []
      return [{ id: change.segmentId, name, at: new Date(change.at).toISOString(), cause: change.cause, reason: change.reason }]
    }),
  }
}
