// Which widgets may be due on a site's pages: what everybody may know, and nothing of whom they are for.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Platform } from '../../../platform/platform.ts'
import type { Db } from '../../../platform/postgres.ts'
import type { dueSurveys } from '../delivery.contract.ts'
import { surveyTargeting, type Localised, type SurveyTargeting } from '../surveys.contract.ts'
import { pickLanguage, pickText } from '../content/texts.rules.ts'

type DueSurveys = z.infer<typeof dueSurveys>

interface LiveWidget {
  id: string
  version: number
  targeting: SurveyTargeting
  accent: string
  languages: { main: string; others: string[] }
}

/** Live, published, with the widget on; the oldest first, so that of several that are due the same one comes first everywhere. */
async function listLiveWidgets(db: Db, workspaceId: number): Promise<LiveWidget[]> {
  const { rows } = await sql<LiveWidget>`
    select surveys.id, surveys.version, targeting, versions.content #>> '{theme,accent}' as accent, versions.content -> 'languages' as languages
    from surveys join survey_versions as versions
      on versions.workspace_id = surveys.workspace_id and versions.survey_id = surveys.id and versions.version = surveys.version
    where surveys.workspace_id = ${workspaceId} and status = 'live' and targeting @> '{"channels":{"widget":{"isOn":true}}}'
    order by surveys.created_at, surveys.id`.execute(db)
  return rows.map((row) => ({ ...row, targeting: surveyTargeting.parse(row.targeting) }))
}

function toDue({ id, version, targeting, accent, languages }: LiveWidget, wanted: readonly string[]): DueSurveys['items'][number] {
  const { display, side, selector, tabLabel } = targeting.channels.widget
  const { startsAt, endsAt } = targeting.schedule
  const say = (text: Localised) => pickText(text, pickLanguage(wanted, languages), languages.main)
  return {
    id, version, display, side, ...(selector ? { selector } : {}), ...(tabLabel ? { tabLabel: say(tabLabel) } : {}),
    trigger: targeting.trigger, schedule: { ...(startsAt ? { startsAt } : {}), ...(endsAt ? { endsAt } : {}) }, accent,
  }
}

export interface DueReply {
  body: DueSurveys
  etag: string
}

const keptMilliseconds = 2_000

/** Reads what may be due; the answer is kept for two seconds, so that the pages of a busy site cost one query. */
export function createDueList({ db, config, clock }: Platform): (workspaceId: number, languages: readonly string[]) => Promise<DueReply> {
  const widgets = new Map<number, { at: number; list: Promise<LiveWidget[]> }>()

  function read(workspaceId: number): Promise<LiveWidget[]> {
    const known = widgets.get(workspaceId)
    if (known && performance.now() - known.at < keptMilliseconds) return known.list
    const list = listLiveWidgets(db, workspaceId)
    widgets.set(workspaceId, { at: performance.now(), list })
    // A failure is not kept.
    list.catch(() => widgets.delete(workspaceId))
    return list
  }

  return async (workspaceId, languages) => {
    const now = clock.now()
    const isOver = ({ targeting: { schedule } }: LiveWidget) => schedule.endsAt !== undefined && Date.parse(schedule.endsAt) <= now
    const items = (await read(workspaceId)).filter((widget) => !isOver(widget)).map((widget) => toDue(widget, languages))
    const body = { items, script: `${config.publicUrl}/sdk/v1/survey.js` }
    return { body, etag: `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22)}"` }
  }
}
