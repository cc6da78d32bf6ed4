// SQL on asks from the side of answers: whether one was answered, and asks that are known by their answer alone.
import { sql } from 'kysely'
import type { Db, PoolClient } from '../../../platform/postgres.ts'
import type { StoredResponse } from '../responses/responses.store.ts'

/** Whether somebody answered this ask before. Locked until the transaction ends, so that a link used twice at once is used once. */
export async function isAskAnswered(tx: Db, workspaceId: number, askId: string): Promise<boolean> {
  const { rows } = await sql<{ answeredAt: Date | null }>`
    select answered_at as "answeredAt" from survey_asks where workspace_id = ${workspaceId} and id = ${askId} for update`.execute(tx)
  return rows[0]?.answeredAt != null
}

/** An open link records nothing when it is opened: its ask is known by the first answer, and bears the id of the response. */
export async function recordOpenLinkAsk(client: Pick<PoolClient, 'query'>, response: StoredResponse, askId: string): Promise<void> {
  const { workspaceId, surveyId, version, channel, profileId, userId, anonymousId, startedAt, updatedAt } = response
  await client.query({
    name: 'open-link-ask',
    text: `insert into survey_asks (workspace_id, id, survey_id, version, channel, profile_id, user_id, anonymous_id, asked_at, answered_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    values: [workspaceId, askId, surveyId, version, channel, profileId, userId, anonymousId, startedAt, updatedAt],
  })
}
