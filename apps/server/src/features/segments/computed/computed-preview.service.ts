// What a computed trait would be for people, before it is made.
import type { Platform } from '../../../platform/platform.ts'
import { findPersonState, readRows } from '../../people/index.ts'
import type { Computation, ComputedPreview } from '../computed-traits.contract.ts'
import type { Subject } from '../conditions/define-condition.ts'
import { CompanyMemory } from '../live/companies.ts'
import { createDefinitions, type SeriesRecord } from '../live/definitions.ts'
import { countSeriesProfiles, readFirstSeries } from '../live/history.ts'
import { createLiveState } from '../live/live-state.ts'
import { seriesKey, seriesKind } from '../live/series/index.ts'
import { createSubject } from '../live/subject.ts'
import { loadRuleEnvironment } from '../rule-environment.ts'
import { compute, seriesOfComputation } from './computations.ts'
import { computeThresholds } from './rfm-thresholds.ts'

/** Of so many people the values are worked out; more are counted. */
const lookedAt = 5_000
const sampled = 8
const groups = 10

type Found = { id: string; value: unknown }

/** Values of the first people with such events. Profiles that were merged are looked at apart: it is a preview. */
async function readValues(platform: Platform, workspaceId: number, computation: Computation): Promise<{ found: Found[]; people: number }> {
  const { now, timezone } = await loadRuleEnvironment(platform, workspaceId)
  const series = seriesOfComputation(computation).map((definition, index): SeriesRecord => ({ ref: index, key: seriesKey(definition), definition, fromSeq: 0, isFilled: true }))
  if (series.length === 0) return readFromPeople(platform, workspaceId)
  const thresholds = computation.function === 'rfm' ? await computeThresholds(platform, workspaceId, computation.days) : null
  const query = { workspaceId, series, toSeq: Number.MAX_SAFE_INTEGER, now }
  const page = await readFirstSeries(platform.clickhouse, { ...query, limit: lookedAt })
  const definitions = createDefinitions([], series)
  const nobody = await firstProfile(platform, workspaceId, page[0]?.id)
  if (!nobody) return { found: [], people: 0 }
  const found = page.flatMap(({ id, filled }): Found[] => {
    const state = createLiveState()
    for (const [record, part] of filled) state.series.set(record.ref, part ?? seriesKind(record.definition).empty())
    const subject: Subject = createSubject(nobody, state, definitions, new CompanyMemory(new Map()), { now, timezone })
    const { value } = compute(computation, subject, { now, timezone }, thresholds)
    return value === undefined ? [] : [{ id, value }]
  })
  const all = page.length < lookedAt ? page.length : await countSeriesProfiles(platform.clickhouse, query)
  return { found, people: page.length === 0 ? 0 : Math.round((found.length / page.length) * all) }
}

async function firstProfile({ db }: Platform, workspaceId: number, id: string | undefined) {
  return id === undefined ? undefined : (await findPersonState(db, workspaceId, id))?.profile
}

/** Lifetime value is known of everyone already. */
async function readFromPeople({ clickhouse }: Platform, workspaceId: number): Promise<{ found: Found[]; people: number }> {
  const where = `FROM people FINAL WHERE workspace_id = ${workspaceId} AND is_deleted = 0 AND numbers['$orders'] > 0`
  const [rows, counted] = await Promise.all([
    clickhouse.query<Found>(`SELECT id, toFloat64(numbers['$revenue']) AS value ${where} LIMIT ${lookedAt}`),
    clickhouse.query<{ count: number }>(`SELECT count() AS count ${where}`),
  ])
  return { found: rows, people: counted[0]?.count ?? 0 }
}

/** Ten spans of equal width for numbers, the ten most frequent values for anything else. */
function describeDistribution(found: readonly Found[]): ComputedPreview['distribution'] {
  const numbers = found.flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
  if (numbers.length < found.length || new Set(numbers).size <= groups) {
    const counts = Map.groupBy(found, ({ value }) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
    const listed = [...counts].map(([label, rows]) => ({ label: label.slice(0, 60), count: rows.length }))
    return numbers.length === found.length ? listed.toSorted((left, right) => Number(left.label) - Number(right.label)) : listed.toSorted((left, right) => right.count - left.count).slice(0, groups)
  }
  const width = (most - least) / groups
  const show = (value: number) => String(Math.round(value * 100) / 100)
  return Array.from({ length: groups }, (_, index) => {
    const from = least + index * width
    const count = numbers.filter((value) => (index === groups - 1 ? value >= from : value >= from && value < from + width)).length
    return { label: `${show(from)} – ${show(from + width)}`, count }
  })
}

export async function previewComputation(platform: Platform, workspaceId: number, computation: Computation): Promise<ComputedPreview> {
  const startedAt = performance.now()
  const { found, people } = await readValues(platform, workspaceId, computation)
  const step = Math.max(1, Math.floor(found.length / sampled))
  const chosen = found.filter((_, index) => index % step === 0).slice(0, sampled)
  const rows = await readRows(platform.db, workspaceId, chosen.map(({ id }) => id))
  const sample = chosen.flatMap(({ id, value }) => (rows.has(id) ? [{ person: rows.get(id)!, value }] : []))
  return { people, sample, distribution: describeDistribution(found), elapsedMs: Math.round(performance.now() - startedAt) }
}
