// The audit log: who changed which definition, when, from what to what.
import { z } from 'zod'
import { instant, json, pageOf, pageQuery } from '../../platform/contract.ts'

export const auditEntry = z.object({
  id: z.string(),
  at: instant,
  actor: z.object({ kind: z.enum(['user', 'key', 'system']), id: z.string().nullable(), name: z.string() }),
  action: z.string().meta({ description: 'Past tense, e.g. "key.created"' }),
  target: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  before: json,
  after: json,
})
export type AuditEntry = z.infer<typeof auditEntry>

/** GET /v1/audit */
export const auditQuery = pageQuery.extend({
  action: z.string().max(80).optional().meta({ description: 'Start of the action: "key." finds key.created and key.revoked' }),
  target: z.string().max(200).optional().meta({ description: 'Kind or id of what was changed, or part of its name' }),
})
export type AuditQuery = z.infer<typeof auditQuery>
export const auditPage = pageOf(auditEntry)
