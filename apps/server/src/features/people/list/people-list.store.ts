// The list of people: filters, typo-tolerant search, keyset pages.
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { Db } from '../../../platform/postgres.ts'
import { isMemberOf } from '../../segments/live/index.ts'
import type { PersonRow, peopleQuery } from '../people.contract.ts'
import { rowColumns, toPersonRow, type Row } from './person-rows.store.ts'

/** `keys`: what the row is sorted by. */
type KeyedRow = Row & { keys: unknown[] }

export type PeopleFilter = Omit<z.output<typeof peopleQuery>, 'cursor' | 'limit'>

/** What a sort compares, most significant first; the id makes the order total. */
const sortKeys: Record<PeopleFilter['sort'], RawBuilder<unknown>[]> = {
  // The hour is indexed, the exact time is not: an index that changed with every event would slow the stream.
  lastSeen: [sql`profiles.last_seen_hour`, sql`profiles.last_seen_at`],
  firstSeen: [sql`profiles.first_seen_at`],
  name: [sql`lower(profiles.name)`],
  revenue: [sql`profiles.revenue`],
  orders: [sql`profiles.orders`],
  sessions: [sql`profiles.sessions`],
}
const keyTypes: Record<PeopleFilter['sort'], RawBuilder<unknown>[]> = {
  lastSeen: [sql`timestamptz`, sql`timestamptz`],
  firstSeen: [sql`timestamptz`],
  name: [sql`text`],
  revenue: [sql`numeric`],
  orders: [sql`int`],
  sessions: [sql`int`],
}

const maxExactTotal = 10_000
/** Below it, two words have too little in common: "smiht" and "smith" have 0.5. */
const similarity = '0.45'

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`)
}

function searchCondition(workspaceId: number, search: string): RawBuilder<unknown> {
  const text = search.trim().toLowerCase()
  const digits = text.replace(/\D/g, '')
  const phone = digits.length >= 5 && !/[a-z@]/.test(text) ? sql`or profiles.search_text like ${`%${digits}%`}` : sql``
  return sql`(
    (profiles.search_text <> '' and (profiles.search_text like ${`%${escapeLike(text)}%`} or ${text} <% profiles.search_text ${phone}))
    or profiles.id = any(array(
      select coalesce(owner.merged_into, owner.id) from identities join profiles as owner on owner.workspace_id = identities.workspace_id and owner.id = identities.profile_id
      where identities.workspace_id = ${workspaceId} and identities.value in (${search.trim()}, ${text})))
    ${/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text) ? sql`or profiles.id = ${text}::uuid` : sql``})`
}

function conditions(workspaceId: number, filter: PeopleFilter, now: number): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`profiles.workspace_id = ${workspaceId} and profiles.merged_into is null`]
  if (filter.search?.trim()) parts.push(searchCondition(workspaceId, filter.search))
  if (filter.identified) parts.push(sql`profiles.is_identified = ${filter.identified === 'yes'}`)
  if (filter.country) parts.push(sql`profiles.country = ${filter.country.toUpperCase()}`)
  if (filter.ordered) parts.push(filter.ordered === 'yes' ? sql`profiles.orders > 0` : sql`profiles.orders = 0`)
  if (filter.seenWithinDays) parts.push(sql`profiles.last_seen_at >= ${new Date(now - filter.seenWithinDays * 86_400_000)}`)
  if (filter.account) {
    parts.push(sql`profiles.id in (
      select coalesce(member.merged_into, member.id) from company_members
      join profiles as member on member.workspace_id = company_members.workspace_id and member.id = company_members.profile_id
      where company_members.workspace_id = ${workspaceId} and company_id = ${filter.account})`)
  }
  if (filter.segment) parts.push(isMemberOf(workspaceId, filter.segment, sql`profiles.id`))
  if (filter.trait?.includes('=')) {
    const at = filter.trait.indexOf('=')
    parts.push(sql`profiles.traits ->> ${filter.trait.slice(0, at)} = ${filter.trait.slice(at + 1)}`)
  }
  return sql.join(parts, sql` and `)
}

interface Position {
  keys: unknown[]
  id: string
}

function readCursor(cursor: string | undefined): Position | { offset: number } | undefined {
  if (!cursor) return undefined
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Position | { offset: number }
  } catch {
    return undefined
  }
}

function writeCursor(position: Position | { offset: number }): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

function afterPosition({ keys, id }: Position, filter: PeopleFilter): RawBuilder<unknown> {
  const types = keyTypes[filter.sort]
  const columns = sql.join([...sortKeys[filter.sort], sql`profiles.id`])
  const values = sql.join([...keys.map((key, index) => sql`${key}::${types[index]!}`), sql`${id}::uuid`])
  return filter.direction === 'desc' ? sql`(${columns}) < (${values})` : sql`(${columns}) > (${values})`
}

/** One page; a search is ordered by how well it fits, anything else by the asked sort. */
export async function listPeople(
  db: Db, workspaceId: number, query: PeopleFilter & { cursor?: string; limit: number }, now: number,
): Promise<{ items: PersonRow[]; nextCursor: string | null }> {
  const position = readCursor(query.cursor)
  const where = conditions(workspaceId, query, now)
  const search = query.search?.trim().toLowerCase()
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${similarity}, true)`.execute(tx)
    if (search) {
      const offset = position && 'offset' in position ? position.offset : 0
      const { rows } = await sql<KeyedRow>`
        select ${rowColumns} from profiles where ${where}
        order by (profiles.search_text like ${`%${escapeLike(search)}%`}) desc, word_similarity(${search}, profiles.search_text) desc, profiles.last_seen_at desc, profiles.id
        limit ${query.limit + 1} offset ${offset}`.execute(tx)
      const items = rows.slice(0, query.limit).map(toPersonRow)
      return { items, nextCursor: rows.length > query.limit ? writeCursor({ offset: offset + query.limit }) : null }
    }
    const keys = sortKeys[query.sort]
    const direction = query.direction === 'desc' ? sql`desc` : sql`asc`
    const order = sql.join([...keys, sql`profiles.id`].map((key) => sql`${key} ${direction}`))
    const after = position && 'keys' in position ? sql`and ${afterPosition(position, query)}` : sql``
    const { rows } = await sql<KeyedRow>`
      select ${rowColumns}, jsonb_build_array(${sql.join(keys)}) as keys from profiles where ${where} ${after} order by ${order} limit ${query.limit + 1}`.execute(tx)
    const page = rows.slice(0, query.limit)
    const last = page.at(-1)
    const items = page.map(({ keys: _keys, ...row }) => toPersonRow(row))
    return { items, nextCursor: rows.length > query.limit && last ? writeCursor({ keys: last.keys, id: last.id }) : null }
  })
}

/** How many match, exact up to 10,000. */
export async function countPeople(db: Db, workspaceId: number, filter: PeopleFilter, now: number): Promise<{ total: number; isTotalExact: boolean }> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${similarity}, true)`.execute(tx)
    const { rows } = await sql<{ count: number }>`
      select count(*) from (select 1 from profiles where ${conditions(workspaceId, filter, now)} limit ${maxExactTotal + 1}) as matching`.execute(tx)
    const count = rows[0]?.count ?? 0
    return { total: Math.min(count, maxExactTotal), isTotalExact: count <= maxExactTotal }
  })
}
