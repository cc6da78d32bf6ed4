// Use cases of what holds over all surveys of a workspace: rest, caps, the secret that sites sign with.
import { randomBytes } from 'node:crypto'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { recordChange } from '../audit/index.ts'
import { readSettings, writeSettings, writeSigningSecret } from './settings.store.ts'
import type { SurveySettings } from './surveys.contract.ts'

export type SettingsReply = SurveySettings & { signingSecret: string | null }

const drawSecret = () => randomBytes(32).toString('hex')
const target = { kind: 'survey_settings', id: 'surveys', name: 'Survey settings' }

/** The secret is shown to those who may change surveys, and to nobody else. */
export async function describeSettings({ db }: Platform, workspaceId: number, reader: Principal): Promise<SettingsReply> {
  const { settings, signingSecret } = await readSettings(db, workspaceId, drawSecret())
  return { ...settings, signingSecret: reader.permissions.has('surveys:write') ? signingSecret : null }
}

export async function changeSettings(platform: Platform, workspaceId: number, actor: Principal, settings: SurveySettings): Promise<SettingsReply> {
  await platform.db.transaction().execute(async (tx) => {
    const before = await readSettings(tx, workspaceId, drawSecret())
    await writeSettings(tx, workspaceId, settings)
    await recordChange(tx, { workspaceId, actor, action: 'survey_settings.changed', target, before: before.settings, after: settings })
  })
  await platform.signals.send({ kind: 'definitions', workspaceId })
  return describeSettings(platform, workspaceId, actor)
}

/** Makes a new secret; signatures of the old one stop to count. */
export async function renewSigningSecret(platform: Platform, workspaceId: number, actor: Principal): Promise<SettingsReply> {
  await platform.db.transaction().execute(async (tx) => {
    await readSettings(tx, workspaceId, drawSecret())
    await writeSigningSecret(tx, workspaceId, drawSecret())
    await recordChange(tx, { workspaceId, actor, action: 'survey_settings.secret_renewed', target, before: null, after: null })
  })
  await platform.signals.send({ kind: 'definitions', workspaceId })
  return describeSettings(platform, workspaceId, actor)
}
