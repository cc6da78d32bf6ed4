import { RapportError } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Db } from '../../platform/postgres.ts'
import type { AuditEntry, AuditQuery } from './audit.contract.ts'
import { insertEntry, listEntries } from './audit.store.ts'

/** One change of a definition. `before` is null for what was created, `after` for what is gone. */
interface Change {
  workspaceId: number
  actor: Principal | 'system'
  /** Past tense, `kind.done`: "source.created". */
  action: string
  target: { kind: string; id: string; name: string }
  /** What the definition was and is, as JSON. Never a secret: leave out passwords, tokens and keys. */
  before: unknown
  after: unknown
}

/**
 * Writes a change of a definition to the audit log. Call it in the transaction of the change, so that neither exists
 * without the other.
 * @example await recordChange(tx, { workspaceId, actor: principalOf(request), action: 'source.created',
 *   target: { kind: 'source', id: source.id, name: source.name }, before: null, after: source })
 */
export async function recordChange(tx: Db, change: Change): Promise<void> {
  const { workspaceId, actor, ...entry } = change
  const author = actor === 'system' ? { kind: 'system' as const, id: null, name: 'Rapport' } : { kind: actor.kind, id: actor.id, name: actor.name }
  await insertEntry(tx, workspaceId, { actor: author, ...entry })
}

function parseCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  if (!/^\d{1,15}$/.test(cursor)) throw new RapportError('invalid_request', 'cursor: pass the nextCursor of the page before.')
  return Number(cursor)
}

export async function readAuditPage(db: Db, workspaceId: number, query: AuditQuery): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
  const beforeId = parseCursor(query.cursor)
  const rows = await listEntries(db, workspaceId, { beforeId, limit: query.limit + 1, action: query.action, target: query.target })
  const page = rows.slice(0, query.limit)
  const items = page.map((row) => ({
    id: String(row.id),
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id, name: row.target_name },
    before: row.before,
    after: row.after,
  }))
  return { items, nextCursor: rows.length > query.limit ? String(page.at(-1)!.id) : null }
}
