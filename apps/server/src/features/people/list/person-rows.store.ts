// Rows of people: their columns, and reading them by ids for lists made elsewhere.
import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres.ts'
import type { PersonRow } from '../people.contract.ts'

export interface Row {
  id: string
  name: string
  isIdentified: boolean
  email: string | null
  phone: string | null
  userId: string | null
  country: string | null
  city: string | null
  firstSeenAt: Date
  lastSeenAt: Date
  sessions: number
  orders: number
  revenue: number
  traits: Record<string, unknown>
}

export const rowColumns = sql`profiles.id, profiles.name, profiles.is_identified as "isIdentified", profiles.email, profiles.phone, profiles.user_id as "userId",
  profiles.country, profiles.city, profiles.first_seen_at as "firstSeenAt", profiles.last_seen_at as "lastSeenAt", profiles.sessions, profiles.orders,
  profiles.revenue, profiles.traits`

export function toPersonRow(row: Row): PersonRow {
  return { ...row, firstSeenAt: row.firstSeenAt.toISOString(), lastSeenAt: row.lastSeenAt.toISOString() }
}

export async function namesOf(db: Db, workspaceId: number, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`select id, name from profiles where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

export async function readRows(db: Db, workspaceId: number, ids: string[]): Promise<Map<string, PersonRow>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Row>`select ${rowColumns} from profiles where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, toPersonRow(row)]))
}
