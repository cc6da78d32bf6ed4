// What a computed trait is worked out from: the series it keeps, its value, and when time alone changes it.
import type { Computation } from '../computed-traits.contract.ts'
import { toMilliseconds, type EventFilter, type Window } from '../conditions.contract.ts'
import type { Subject } from '../conditions/define-condition.ts'
import type { Moment } from '../conditions/moment.ts'
import { distinctTimes, type DistinctDefinition, type DistinctState } from '../live/series/distinct.ts'
import { extremeOf, type ExtremeDefinition, type ExtremeState } from '../live/series/extreme.ts'
import { mostFrequent, type FrequentDefinition, type FrequentState } from '../live/series/frequent.ts'
import { roundKeep, type SeriesDefinition } from '../live/series/index.ts'
import type { LatestDefinition, LatestState } from '../live/series/latest.ts'
import { decodeProperty } from '../live/series/property-values.ts'
import { nthNewest, type TimesDefinition, type TimesState } from '../live/series/times.ts'
import { totalOf, type ValuesDefinition, type ValuesState } from '../live/series/values.ts'

/** The borders between fifths of all customers, ascending: the last order's time, orders, and amounts in the window. */
export interface RfmThresholds {
  recency: number[]
  frequency: number[]
  money: number[]
}

type TraitValue = string | number | string[] | (string | number)[] | undefined

/** A value with the next instant at which time alone changes it, milliseconds; Infinity for never. */
export interface Computed {
  value: TraitValue
  changesAt: number
}

type Kind<F extends Computation['function'], C = Computation> = C extends { function: infer G } ? (F extends G ? C : never) : never

interface Definition<C> {
  series(computation: C): SeriesDefinition[]
  compute(computation: C, subject: Subject, moment: Moment, thresholds: RfmThresholds | null): Computed
}

const dayMs = 86_400_000
/** Sliding counts are kept up to 1,000: the value says 1,000 where there are more. */
const maxCount = 1_000
const nothing: Computed = { value: undefined, changesAt: Infinity }

function lengthOf(window: Window): number | null {
  return window.kind === 'sliding' ? toMilliseconds(window.length) : null
}

function scopeOf({ event, window }: { event: EventFilter; window: Window }): { event: EventFilter; from?: number; to?: number } {
  return window.kind === 'between' ? { event, from: Date.parse(window.from), to: Date.parse(window.to) } : { event }
}

const fromMicros = (micros: bigint) => Number(micros) / 1e6
const earliest = (times: readonly number[], lengthMs: number | null) => (lengthMs === null || times.length === 0 ? Infinity : Math.min(...times) + lengthMs)

function timesOf(event: EventFilter, keep: number): TimesDefinition {
  return { kind: 'times', event, keep: roundKeep(keep) }
}

const countOf: Definition<Kind<'count'>> = {
  series: (computation) => [{ kind: 'times', ...scopeOf(computation), keep: roundKeep(computation.window.kind === 'sliding' ? maxCount : 1) }],
  compute(computation, subject, { now }) {
    const state = subject.series(countOf.series(computation)[0]!) as TimesState
    const lengthMs = lengthOf(computation.window)
    if (lengthMs === null) return { value: state.n, changesAt: Infinity }
    const times = state.t.filter((time) => time <= now && time > now - lengthMs).slice(0, maxCount)
    return { value: state.n === 0 ? undefined : times.length, changesAt: earliest(times, lengthMs) }
  },
}

function valuesOf(computation: Kind<'sum'>): ValuesDefinition {
  return { kind: 'values', ...scopeOf(computation), property: computation.property, windowMs: lengthOf(computation.window) }
}

function totalling(toValue: (micros: bigint, count: number) => number): Definition<Kind<'sum'>> {
  return {
    series: (computation) => [valuesOf(computation)],
    compute(computation, subject, { now }) {
      const definition = valuesOf(computation)
      const state = subject.series(definition) as ValuesState
      const { count, micros } = totalOf(state, definition, now)
      const { windowMs } = definition
      const times = windowMs === null ? [] : state.v.flatMap(([time]) => (time <= now && time > now - windowMs ? [time] : []))
      return { value: count === 0 ? undefined : toValue(micros, count), changesAt: earliest(times, windowMs) }
    },
  }
}

const extreme: Definition<Kind<'min'>> = {
  series: (computation) => [extremeDefinition(computation)],
  compute(computation, subject, { now }) {
    const definition = extremeDefinition(computation)
    const found = extremeOf(subject.series(definition) as ExtremeState, definition, now)
    return found ? { value: found.micros / 1e6, changesAt: found.leavesAt } : nothing
  },
}

function extremeDefinition(computation: Kind<'min'>): ExtremeDefinition {
  return { kind: 'extreme', ...scopeOf(computation), property: computation.property, direction: computation.function === 'max' ? 'max' : 'min', windowMs: lengthOf(computation.window) }
}

const distinct: Definition<Kind<'distinct'>> = {
  series: (computation) => [{ kind: 'distinct', ...scopeOf(computation), property: computation.property, keep: roundKeep(maxCount) } satisfies DistinctDefinition],
  compute(computation, subject, { now }) {
    const state = subject.series(distinct.series(computation)[0]!) as DistinctState
    const lengthMs = lengthOf(computation.window)
    const times = distinctTimes(state, lengthMs ?? Infinity, now).slice(0, maxCount)
    return { value: state.d.length === 0 ? undefined : times.length, changesAt: earliest(times, lengthMs) }
  },
}

const frequent: Definition<Kind<'most_frequent'>> = {
  series: (computation) => [frequentDefinition(computation)],
  compute(computation, subject, { now }) {
    const definition = frequentDefinition(computation)
    const state = subject.series(definition) as FrequentState
    const value = mostFrequent(state, definition, now)
    const { windowMs } = definition
    const times = windowMs === null ? [] : state.v.flatMap(([time]) => (time > now - windowMs ? [time] : []))
    return { value: value === undefined ? undefined : decodeProperty(value), changesAt: earliest(times, windowMs) }
  },
}

function frequentDefinition(computation: Kind<'most_frequent'>): FrequentDefinition {
  return { kind: 'frequent', ...scopeOf(computation), property: computation.property, windowMs: lengthOf(computation.window) }
}

function latest({ event, property, which, keep }: { event: EventFilter; property: string; which: 'first' | 'last'; keep: number }): LatestDefinition {
  return { kind: 'latest', event, property, which, keep }
}

const edge: Definition<Kind<'first'>> = {
  series: (computation) => [latest({ ...computation, which: computation.function === 'first' ? 'first' : 'last', keep: 1 })],
  compute(computation, subject) {
    const [entry] = (subject.series(edge.series(computation)[0]!) as LatestState).v
    return entry ? { value: decodeProperty(entry[1]), changesAt: Infinity } : nothing
  },
}

const lastList: Definition<Kind<'last_list'>> = {
  series: ({ event, property, size }) => [latest({ event, property, which: 'last', keep: size })],
  compute(computation, subject) {
    const { v } = subject.series(lastList.series(computation)[0]!) as LatestState
    return { value: v.length === 0 ? undefined : v.map(([, value]) => decodeProperty(value)), changesAt: Infinity }
  },
}

const daysSince: Definition<Kind<'days_since'>> = {
  series: ({ event }) => [timesOf(event, 1)],
  compute(computation, subject, { now }) {
    const state = subject.series(daysSince.series(computation)[0]!) as TimesState
    const time = computation.which === 'first' ? (state.n > 0 ? state.f : undefined) : nthNewest(state, 1, now)
    if (time === undefined) return nothing
    const days = Math.max(0, Math.floor((now - time) / dayMs))
    return { value: days, changesAt: time + (days + 1) * dayMs }
  },
}

const lifetimeValue: Definition<Kind<'lifetime_value'>> = {
  series: () => [],
  compute: (_computation, subject) => ({ value: subject.values().number['$orders'] ? subject.values().number['$revenue'] : undefined, changesAt: Infinity }),
}

/** Orders after Segment's e-commerce events; the amount is `total`. */
export const orderEvent: EventFilter = { type: 'track', name: 'Order Completed', filters: [] }

function rfmSeries({ days }: Kind<'rfm'>): [TimesDefinition, ValuesDefinition] {
  return [timesOf(orderEvent, maxCount), { kind: 'values', event: orderEvent, property: 'total', windowMs: days * dayMs }]
}

/** From 1 to 5: one more than there are borders below the value. */
function fifthOf(value: number, borders: readonly number[]): number {
  return 1 + borders.filter((border) => value > border).length
}

const rfm: Definition<Kind<'rfm'>> = {
  series: rfmSeries,
  compute(computation, subject, { now }, thresholds) {
    const [timesDefinition, valuesDefinition] = rfmSeries(computation)
    const windowMs = computation.days * dayMs
    const times = (subject.series(timesDefinition) as TimesState).t.filter((time) => time <= now && time > now - windowMs)
    if (times.length === 0 || !thresholds) return nothing
    const { micros } = totalOf(subject.series(valuesDefinition) as ValuesState, valuesDefinition, now)
    const parts = { recency: fifthOf(times[0]!, thresholds.recency), frequency: fifthOf(times.length, thresholds.frequency), money: fifthOf(fromMicros(micros), thresholds.money) }
    const value = computation.part === 'score' ? `${parts.recency}${parts.frequency}${parts.money}` : parts[computation.part]
    return { value, changesAt: earliest(times, windowMs) }
  },
}

type Definitions = { [F in Computation['function']]: Definition<Kind<F>> }

const definitions: Definitions = {
  count: countOf,
  sum: totalling(fromMicros),
  average: totalling((micros, count) => Math.round(Number(micros) / count) / 1e6),
  min: extreme,
  max: extreme,
  distinct,
  most_frequent: frequent,
  first: edge,
  last: edge,
  last_list: lastList,
  days_since: daysSince,
  lifetime_value: lifetimeValue,
  rfm,
}

// The table is typed function by function; whoever looks one up has the computation that belongs to it.
const lookUp = ({ function: name }: Computation) => definitions[name] as Definition<Computation>

export function seriesOfComputation(computation: Computation): SeriesDefinition[] {
  return lookUp(computation).series(computation)
}

/** The value as of the moment; undefined where there is none. */
export function compute(computation: Computation, subject: Subject, moment: Moment, thresholds: RfmThresholds | null): Computed {
  return lookUp(computation).compute(computation, subject, moment, thresholds)
}
