import type { Generated } from 'kysely'
import type { Role } from './access.contract.ts'

export type AccessTables = {
  workspaces: {
    id: Generated<number>
    slug: string
    name: string
    currency: Generated<string>
    timezone: Generated<string>
    keep_ip: Generated<boolean>
    is_demo: Generated<boolean>
    created_at: Generated<Date>
  }
  users: { id: string; email: string; name: string; password_hash: string; created_at: Date }
  members: { workspace_id: number; user_id: string; role: Role; joined_at: Generated<Date> }
  sessions: {
    token_hash: Buffer
    user_id: string
    created_at: Date
    last_seen_at: Date
    expires_at: Date
    user_agent: string
  }
  invitations: {
    id: string
    workspace_id: number
    email: string
    role: Role
    token_hash: Buffer
    invited_by: string | null
    created_at: Date
    expires_at: Date
    accepted_at: Date | null
  }
  setup_links: { token_hash: Buffer; created_at: Generated<Date> }
}

/** What the stream keeps of each workspace; the rows are made with the workspace. */
export type StreamTables = {
  workspace_streams: { workspace_id: number }
  stream_cursors: { workspace_id: number }
}
