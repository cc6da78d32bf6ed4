// Surveys for tests of asking: live and published, without a click.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { surveyContent, surveySettings, surveyTargeting, type SurveyContent } from '../src/features/surveys/surveys.contract.ts'
import type { z } from 'zod'
import type { Person, TestServer } from './test-server.ts'

export interface MadeSurvey {
  id: string
  name: string
  slug: string
}

const say = (en: string) => ({ i18n: { en } })

/** One NPS question, a comment, thanks. */
export const npsContent = (): SurveyContent =>
  surveyContent.parse({
    questions: [
      { key: 'nps', type: 'nps', title: say('How likely are you to recommend us?'), config: { lowLabel: say('Not at all'), highLabel: say('Extremely') } },
      { key: 'why', type: 'long_text', title: say('Why?') },
    ],
    endings: [{ key: 'thanks', kind: 'thanks', title: say('Thank you!') }],
  })

/** What a template leaves open: where reviews are written. */
export function fillInReviews(content: SurveyContent): SurveyContent {
  return { ...content, endings: content.endings.map((ending) => (ending.kind === 'review' ? { ...ending, url: 'https://reviews.example/us' } : ending)) }
}

export interface SurveyParts {
  name?: string
  kind?: 'customers' | 'employees'
  status?: 'draft' | 'live' | 'paused' | 'closed'
  targeting?: z.input<typeof surveyTargeting>
  content?: SurveyContent
}

export async function makeLiveSurvey(server: TestServer, owner: Person, parts: SurveyParts = {}): Promise<MadeSurvey> {
  const id = randomUUID()
  const { name = 'Store visit', kind = 'customers', status = 'live', content = npsContent() } = parts
  const slug = `s-${id.slice(0, 8)}`
  const targeting = surveyTargeting.parse({ channels: { widget: { isOn: true } }, ...parts.targeting })
  const at = new Date(server.clock.now())
  const { db } = server.platform
  await sql`
    insert into surveys (workspace_id, id, name, kind, status, slug, content, targeting, version, has_unpublished_changes, created_at, created_by, updated_at, published_at)
    values (${owner.workspaceId}, ${id}, ${name}, ${kind}, ${status}, ${slug}, ${JSON.stringify(content)}, ${JSON.stringify(targeting)}, 1, false, ${at}, 'Test', ${at}, ${at})`.execute(db)
  await sql`
    insert into survey_versions (workspace_id, survey_id, version, content, published_at, published_by)
    values (${owner.workspaceId}, ${id}, 1, ${JSON.stringify(content)}, ${at}, 'Test')`.execute(db)
  await server.platform.signals.send({ kind: 'definitions', workspaceId: owner.workspaceId })
  return { id, name, slug }
}

/** What holds over all surveys of a workspace; the secret signs user ids. */
export async function setSurveySettings(server: TestServer, owner: Person, settings: z.input<typeof surveySettings>, secret = 'a signing secret of tests'): Promise<void> {
  const parsed = JSON.stringify(surveySettings.parse(settings))
  await sql`
    insert into survey_settings (workspace_id, settings, signing_secret) values (${owner.workspaceId}, ${parsed}, ${secret})
    on conflict (workspace_id) do update set settings = excluded.settings, signing_secret = excluded.signing_secret`.execute(server.platform.db)
  await server.platform.signals.send({ kind: 'definitions', workspaceId: owner.workspaceId })
}
