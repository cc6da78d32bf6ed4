// The kinds of series: one file and one line each.
import { hash } from 'node:crypto'
import type { SeriesKind } from './define-series.ts'
import { distinctSeries, type DistinctDefinition } from './distinct.ts'
import { extremeSeries, type ExtremeDefinition } from './extreme.ts'
import { frequentSeries, type FrequentDefinition } from './frequent.ts'
import { latestSeries, type LatestDefinition } from './latest.ts'
import { sequenceSeries, type SequenceDefinition } from './sequence.ts'
import { timesSeries, type TimesDefinition } from './times.ts'
import { valuesSeries, type ValuesDefinition } from './values.ts'

export type SeriesDefinition = TimesDefinition | ValuesDefinition | ExtremeDefinition | DistinctDefinition | SequenceDefinition | LatestDefinition | FrequentDefinition
export type SeriesState = unknown

const kinds = [timesSeries, valuesSeries, extremeSeries, distinctSeries, sequenceSeries, latestSeries, frequentSeries] as const
const byKind = new Map<string, SeriesKind<SeriesDefinition, SeriesState>>(
  // A state only ever meets the kind and definition it was made by.
  kinds.map((kind) => [kind.kind, kind as unknown as SeriesKind<SeriesDefinition, SeriesState>]),
)

export function seriesKind(definition: SeriesDefinition): SeriesKind<SeriesDefinition, SeriesState> {
  const found = byKind.get(definition.kind)
  if (!found) throw new Error(`There is no kind of series "${definition.kind}".`)
  return found
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined).toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([key, entry]) => [key, sortKeys(entry)]))
}

const keys = new WeakMap<SeriesDefinition, string>()

/** The name of a series: equal definitions have equal names. 12 characters. */
export function seriesKey(definition: SeriesDefinition): string {
  let key = keys.get(definition)
  if (!key) {
    key = hash('sha256', JSON.stringify(sortKeys(definition)), 'base64url').slice(0, 12)
    keys.set(definition, key)
  }
  return key
}

const keepSteps = [4, 16, 64, 256, 1_001]

/** How many entries a series keeps for a condition that needs `needed`: in steps, so that conditions share series. */
export function roundKeep(needed: number): number {
  return keepSteps.find((step) => step >= needed) ?? 1_001
}
