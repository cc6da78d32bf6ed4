// SQL on asks: every time that somebody was asked.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'

/** Marks that an ask was answered; only the first answer counts. */
export async function recordFirstAnswer(tx: Db, workspaceId: number, askId: string, at: Date): Promise<void> {
  await sql`update survey_asks set answered_at = ${at} where workspace_id = ${workspaceId} and id = ${askId} and answered_at is null`.execute(tx)
}
