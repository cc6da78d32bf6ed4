// Which events make a survey due that is sent by mail.
import { sql } from 'kysely'
import type { StreamHandler } from '../../../platform/feature.ts'
import { flattenEvent } from '../../../platform/flatten-event.ts'
import type { Db } from '../../../platform/postgres.ts'
import type { ProcessedEvent } from '../../../platform/stream-event.ts'
import { matchesFilter, type SeenEvent } from '../../segments/index.ts'
import { askByEmailJob } from '../jobs/ask-by-email.ts'
import { surveyTargeting, type SurveyTargeting } from '../surveys.contract.ts'

interface MailedSurvey {
  id: string
  trigger: SurveyTargeting['trigger']
}

/** What arrives later than this is history: nobody is asked about it any more. */
const maxAgeMs = 24 * 3_600_000

async function listMailed(db: Db, workspaceId: number): Promise<MailedSurvey[]> {
  const { rows } = await sql<{ id: string; targeting: object }>`
    select id, targeting from surveys
    where workspace_id = ${workspaceId} and status = 'live' and version > 0 and kind = 'customers' and targeting @> '{"channels":{"email":{"isOn":true}}}'`.execute(db)
  return rows.map(({ id, targeting }) => ({ id, trigger: surveyTargeting.parse(targeting).trigger })).filter(({ trigger }) => trigger.events.length > 0)
}

export function matchMailed(event: ProcessedEvent, surveys: readonly MailedSurvey[]): object[] | undefined {
  if (surveys.length === 0 || event.origin === 'import' || event.facts.isBot || event.receivedAt - event.time > maxAgeMs) return undefined
  const seen: SeenEvent = { type: event.type, name: event.name, time: event.time, isOwn: event.origin !== 'system', flat: () => flattenEvent(event) }
  const due = surveys.filter(({ trigger }) => trigger.events.some((filter) => matchesFilter(filter, seen)))
  if (due.length === 0) return undefined
  const { workspaceId, messageId, profileId } = event
  return due.map(({ id, trigger }) => ({ workspaceId, surveyId: id, messageId, profileId, dueAt: event.time + trigger.delaySeconds * 1000 }))
}

/** The job comes when the delay is over. */
export const askWhenTriggered: StreamHandler = {
  name: 'surveys-by-email',
  events: ['*'],
  load: listMailed,
  matches: (event, loaded) => matchMailed(event, loaded as MailedSurvey[]),
  runAt: (payload) => new Date((payload as { dueAt: number }).dueAt),
  job: askByEmailJob.name,
}
