import type { Generated } from 'kysely'
import type { SecretKey, Source } from './sources.contract.ts'

export type SourceTables = {
  write_keys: {
    id: string
    workspace_id: number
    name: string
    platform: Source['platform']
    write_key: string
    allowed_origins: string[]
    created_at: Generated<Date>
    revoked_at: Date | null
  }
  source_volumes: {
    workspace_id: number
    source_id: string
    day: string
    events: number
    first_event_at: Date
    last_event_at: Date
  }
  secret_keys: {
    id: string
    workspace_id: number
    name: string
    prefix: string
    key_hash: Buffer
    scopes: SecretKey['scopes']
    created_at: Generated<Date>
    revoked_at: Date | null
    last_used_at: Date | null
  }
}
