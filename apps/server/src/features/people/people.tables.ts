// The columns of the tables this feature owns, as Kysely sees them.
import type { ColumnType } from 'kysely'

type Json<T> = ColumnType<T, string, string>

export type PeopleTables = {
  profiles: {
    workspace_id: number
    id: string
    merged_into: string | null
    is_identified: boolean
    name: string
    email: string | null
    phone: string | null
    user_id: string | null
    country: string | null
    city: string | null
    search_text: string
    first_seen_at: Date
    last_seen_at: Date
    last_seen_hour: Date
    sessions: number
    orders: number
    revenue: number
    traits: Json<Record<string, unknown>>
    trait_stamps: Json<Record<string, [number, number]>>
    stats: Json<object>
    consent: Json<object>
  }
  identities: {
    workspace_id: number
    kind: string
    value: string
    profile_id: string
    is_verified: boolean
    source_id: string | null
    first_seen_at: Date
  }
  profile_merges: {
    workspace_id: number
    id: string
    from_profile_id: string
    into_profile_id: string
    reason: string
    actor: string
    at: Date
    undone_at: Date | null
    undone_by: string | null
  }
  merge_suggestions: {
    workspace_id: number
    id: string
    left_profile_id: string
    right_profile_id: string
    reason: string
    at: Date
    dismissed_at: Date | null
  }
  companies: {
    workspace_id: number
    id: string
    traits: Json<Record<string, unknown>>
    trait_stamps: Json<Record<string, [number, number]>>
    first_seen_at: Date
    last_seen_at: Date
  }
  company_members: { workspace_id: number; company_id: string; profile_id: string }
}
