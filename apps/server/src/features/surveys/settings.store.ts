// SQL on what holds over all surveys of a workspace.
import { sql } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import { surveySettings, type SurveySettings } from './surveys.contract.ts'

/** The settings; `secret` becomes the signing secret of a workspace that has none yet. */
export async function readSettings(db: Db, workspaceId: number, secret: string): Promise<{ settings: SurveySettings; signingSecret: string }> {
  await sql`insert into survey_settings (workspace_id, signing_secret) values (${workspaceId}, ${secret}) on conflict do nothing`.execute(db)
  const { rows } = await sql<{ settings: object; signingSecret: string }>`
    select settings, signing_secret as "signingSecret" from survey_settings where workspace_id = ${workspaceId} for no key update`.execute(db)
  return { settings: surveySettings.parse(rows[0]!.settings), signingSecret: rows[0]!.signingSecret }
}

export async function writeSettings(tx: Db, workspaceId: number, settings: SurveySettings): Promise<void> {
  await sql`update survey_settings set settings = ${JSON.stringify(settings)}::jsonb where workspace_id = ${workspaceId}`.execute(tx)
}

export async function writeSigningSecret(tx: Db, workspaceId: number, secret: string): Promise<void> {
  await sql`update survey_settings set signing_secret = ${secret} where workspace_id = ${workspaceId}`.execute(tx)
}
