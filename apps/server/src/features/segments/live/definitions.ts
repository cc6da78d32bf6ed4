// The segments of a workspace as the processor needs them: which series and which segments an event touches.
import type { Condition, Definition, LeafCondition } from '../conditions.contract.ts'
import { typeOf } from '../conditions/index.ts'
import { listLeaves, mayFlipWithoutEvents, mayHoldWithoutEvents, readDirections, readsSource } from '../conditions/tree.ts'
import { listTraitSeries, type LiveTrait } from './live-traits.ts'
import { SeriesIndex } from './series-index.ts'
import { seriesKey, seriesKind, type SeriesDefinition } from './series/index.ts'

export interface SegmentRecord {
  id: string
  ref: number
  name: string
  kind: 'live' | 'static'
  definition: Definition | null
  version: number
  /** Whether its rule is asked as events come: not while its series are being filled. */
  isAsked: boolean
}

export interface SeriesRecord {
  ref: number
  key: string
  definition: SeriesDefinition
  fromSeq: number
  isFilled: boolean
}

/** A segment with what its rule leads to. */
export interface LiveSegment extends SegmentRecord {
  /** Its own leaves and those of the segments it refers to, at any depth. */
  leaves: LeafCondition[]
  readsPerson: boolean
  readsCompanies: boolean
  /** Static lists among those it refers to. */
  listIds: ReadonlySet<string>
  mayHoldWithoutEvents: boolean
}

/** A segment whose answer a series takes part in. */
export interface SeriesReader {
  segment: LiveSegment
  /** The only answer that more events of the series can bring about; undefined: either. */
  direction: boolean | undefined
  /** Those of the segment's leaves that read the series. */
  leaves: readonly LeafCondition[]
}

export interface LiveDefinitions {
  segments: readonly LiveSegment[]
  byRef: ReadonlyMap<number, LiveSegment>
  byId: ReadonlyMap<string, LiveSegment>
  /** By their names as seriesKey gives them. */
  series: ReadonlyMap<string, SeriesRecord>
  seriesByRef: ReadonlyMap<number, SeriesRecord>
  /** The ref of a series by the very object that defines it: asked millions of times. */
  refOf(definition: SeriesDefinition): number | undefined
  /** Which of them an event may touch. */
  index: SeriesIndex
  readersOf(seriesRef: number): readonly SeriesReader[]
  traits: ReadonlyMap<number, LiveTrait>
  /** Computed traits that a series takes part in. */
  traitsOf(seriesRef: number): readonly LiveTrait[]
  readsCompanies: boolean
  /** Segments to be asked when something about the person, or about one of their companies, changed. */
  personReaders: readonly LiveSegment[]
  companyReaders: readonly LiveSegment[]
  /** Segments to be asked when somebody is seen for the first time. */
  newcomerReaders: readonly LiveSegment[]
  /** Series that come to tell no truth with time. */
  perishable: readonly SeriesRecord[]
}

/** The leaves of a rule and of all rules it refers to. A segment that is gone adds nothing. */
export function collectLeaves(condition: Condition, findRule: (id: string) => Definition | null | undefined, seen: ReadonlySet<string> = new Set()): LeafCondition[] {
  return listLeaves(condition).flatMap((leaf) => {
    if (leaf.type !== 'segment' || seen.has(leaf.segmentId)) return [leaf]
    const rule = findRule(leaf.segmentId)
    return rule ? [leaf, ...collectLeaves(rule, findRule, new Set([...seen, leaf.segmentId]))] : [leaf]
  })
}

function toLive(record: SegmentRecord, records: ReadonlyMap<string, SegmentRecord>): LiveSegment {
  const findRule = (id: string) => records.get(id)?.definition
  const leaves = record.definition ? collectLeaves(record.definition, findRule) : []
  const listIds = leaves.flatMap((leaf) => (leaf.type === 'segment' && records.get(leaf.segmentId)?.kind === 'static' ? [leaf.segmentId] : []))
  return {
    ...record, leaves, listIds: new Set(listIds),
    readsPerson: readsSource(leaves, 'person'), readsCompanies: readsSource(leaves, 'company'),
    mayHoldWithoutEvents: record.definition !== null && mayHoldWithoutEvents(record.definition),
  }
}

function rememberRefs(byKey: ReadonlyMap<string, SeriesRecord>): LiveDefinitions['refOf'] {
  const refs = new WeakMap<SeriesDefinition, number>()
  return (definition) => {
    let ref = refs.get(definition)
    if (ref === undefined) ref = byKey.get(seriesKey(definition))?.ref
    if (ref !== undefined) refs.set(definition, ref)
    return ref
  }
}

export function createDefinitions(records: readonly SegmentRecord[], series: readonly SeriesRecord[], traits: readonly LiveTrait[] = []): LiveDefinitions {
  const byRecordId = new Map(records.map((record) => [record.id, record]))
  const segments = records.map((record) => toLive(record, byRecordId))
  const byKey = new Map(series.map((record) => [record.key, record]))
  const readers = new Map<number, SeriesReader[]>()
  const findRule = (id: string) => byRecordId.get(id)?.definition
  for (const segment of segments) {
    if (!segment.definition) continue
    for (const [key, direction] of readDirections(segment.definition, findRule)) {
      const record = byKey.get(key)
      if (!record) continue
      const leaves = segment.leaves.filter((leaf) => typeOf(leaf).series?.(leaf).some((definition) => seriesKey(definition) === key))
      readers.set(record.ref, [...(readers.get(record.ref) ?? []), { segment, direction, leaves }])
    }
  }
  const traitReaders = new Map<number, LiveTrait[]>()
  for (const trait of traits) {
    for (const definition of listTraitSeries(trait)) {
      const record = byKey.get(seriesKey(definition))
      if (record) traitReaders.set(record.ref, [...(traitReaders.get(record.ref) ?? []), trait])
    }
  }
  return {
    segments, byRef: new Map(segments.map((segment) => [segment.ref, segment])), byId: new Map(segments.map((segment) => [segment.id, segment])),
    series: byKey, seriesByRef: new Map(series.map((record) => [record.ref, record])), refOf: rememberRefs(byKey), index: new SeriesIndex(series), readersOf: (ref) => readers.get(ref) ?? [],
    traits: new Map(traits.map((trait) => [trait.ref, trait])), traitsOf: (ref) => traitReaders.get(ref) ?? [], readsCompanies: segments.some((segment) => segment.readsCompanies),
    personReaders: segments.filter((segment) => segment.readsPerson || segment.readsCompanies), companyReaders: segments.filter((segment) => segment.readsCompanies),
    newcomerReaders: segments.filter((segment) => segment.mayHoldWithoutEvents), perishable: series.filter((record) => seriesKind(record.definition).staleAt !== undefined),
  }
}

/** Whether filling must look at everyone: the rule may hold, or come to hold by time alone, for people without events it looks at. */
export function needsEveryone(definition: Definition, leaves: readonly LeafCondition[]): boolean {
  return mayHoldWithoutEvents(definition) && leaves.some((leaf) => mayFlipWithoutEvents(leaf))
}
