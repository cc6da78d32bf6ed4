// Surveys as deciding and delivering need them, kept in memory: a survey that is asked for again and again costs no query.
import { sql } from 'kysely'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import { readSegmentNames } from '../segments/index.ts'
import { findSurvey, findVersion, type StoredSurvey } from './surveys.store.ts'
import { surveySettings, surveyTargeting, type SurveyContent, type SurveySettings } from './surveys.contract.ts'

export interface ReadySurvey extends Omit<StoredSurvey, 'content'> {
  /** What is published; undefined before it ever was. */
  published: SurveyContent | undefined
  settings: SurveySettings
  signingSecret: string | null
  timezone: string
  segmentNames: ReadonlyMap<string, string>
}

export interface SurveyMemory {
  /** Changed surveys are seen at once where the signal arrives, and after two seconds where it does not. */
  find(workspaceId: number, surveyId: string): Promise<ReadySurvey | undefined>
}

const maxAgeMilliseconds = 2_000
/** From this age on it is read anew behind the answer. */
const refreshAfterMilliseconds = 1_000
const maxEntries = 2_000

async function readSettings(db: Db, workspaceId: number) {
  const { rows } = await sql<{ timezone: string; settings: object | null; signingSecret: string | null }>`
    select timezone, settings, signing_secret as "signingSecret" from workspaces
    left join survey_settings on survey_settings.workspace_id = workspaces.id where workspaces.id = ${workspaceId}`.execute(db)
  const row = rows[0]
  return { timezone: row?.timezone ?? 'UTC', settings: surveySettings.parse(row?.settings ?? {}), signingSecret: row?.signingSecret ?? null }
}

export async function readReadySurvey(db: Db, workspaceId: number, surveyId: string): Promise<ReadySurvey | undefined> {
  const stored = await findSurvey(db, workspaceId, surveyId)
  if (!stored) return undefined
  const { content: _draft, ...survey } = stored
  const targeting = surveyTargeting.parse(survey.targeting)
  const namesSegments = targeting.audience.segmentIds.length + targeting.audience.excludedSegmentIds.length > 0
  const [published, settings, segmentNames] = await Promise.all([
    survey.version > 0 ? findVersion(db, workspaceId, surveyId, survey.version) : undefined,
    readSettings(db, workspaceId),
    namesSegments ? readSegmentNames(db, workspaceId) : new Map<string, string>(),
  ])
  return { ...survey, targeting, published, ...settings, segmentNames }
}

interface Entry {
  workspaceId: number
  value: ReadySurvey | undefined
  loadedAt: number
  loading: Promise<ReadySurvey | undefined> | undefined
}

function createSurveyMemory({ db, signals }: Platform): SurveyMemory {
  const entries = new Map<string, Entry>()
  // Dropping the entry itself: what began to load before the change ends where nobody looks any more.
  signals.on('definitions', ({ workspaceId }) => {
    for (const [key, entry] of entries) if (entry.workspaceId === workspaceId) entries.delete(key)
  })

  function load(key: string, entry: Entry, surveyId: string): Promise<ReadySurvey | undefined> {
    entry.loading ??= readReadySurvey(db, entry.workspaceId, surveyId)
      .then((value) => {
        entry.value = value
        entry.loadedAt = performance.now()
        return value
      })
      .finally(() => {
        entry.loading = undefined
        // What does not exist is not remembered: made-up ids must not push out what is in use.
        if (!entry.value && entries.get(key) === entry) entries.delete(key)
      })
    return entry.loading
  }

  return {
    async find(workspaceId, surveyId) {
      const key = `${workspaceId}:${surveyId}`
      let entry = entries.get(key)
      if (!entry) {
        entry = { workspaceId, value: undefined, loadedAt: -Infinity, loading: undefined }
        entries.set(key, entry)
        if (entries.size > maxEntries) entries.delete(entries.keys().next().value!)
      }
      const age = performance.now() - entry.loadedAt
      if (age >= maxAgeMilliseconds) return load(key, entry, surveyId)
      // A failure shows when the value is too old to be used.
      if (age >= refreshAfterMilliseconds) load(key, entry, surveyId).catch(() => {})
      return entry.value
    },
  }
}

const memories = new WeakMap<Platform, SurveyMemory>()

/** One a process. */
export function surveyMemoryOf(platform: Platform): SurveyMemory {
  let memory = memories.get(platform)
  if (!memory) memories.set(platform, (memory = createSurveyMemory(platform)))
  return memory
}
