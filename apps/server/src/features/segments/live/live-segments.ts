// Keeps everyone's memberships right while the stream is folded: series, answers, and the instants at which time alone changes them.
import { forEachBreathing } from '../../../platform/breathe.ts'
import { flattenEvent } from '../../../platform/flatten-event.ts'
import type { ProcessedEvent } from '../../../platform/stream-event.ts'
import { signatureOf, type ProfileState } from '../../people/index.ts'
import type { SeenEvent } from '../conditions/event-match.ts'
import type { SeriesChange, Subject } from '../conditions/define-condition.ts'
import { typeOf } from '../conditions/index.ts'
import type { Moment } from '../conditions/moment.ts'
import { evaluate, nextFlip } from '../conditions/tree.ts'
import { segmentEntered, segmentLeft, type ChangeCause } from '../segments.contract.ts'
import type { CompanyMemory } from './companies.ts'
import type { LiveDefinitions, LiveSegment, SeriesRecord } from './definitions.ts'
import { createLiveState, nextFlipOf, readSeries, setFlip, staleKey, type LiveState } from './live-state.ts'
import { applyTrait, flipKeyOf, readsPerson, type LiveTrait } from './live-traits.ts'
import { GatheredChanges } from './gathered-changes.ts'
import { reviveState, takeState, type KeptState, type StateWrite, type UnwrittenStates } from './kept-states.ts'
import type { FilledSeries, LiveWrites } from './live-writes.ts'
import { mergeStates } from './merge-states.ts'
import { explainFlip } from './reasons.ts'
import { seriesKind } from './series/index.ts'
import { createSubject, nobody } from './subject.ts'

/** A person who is being asked, at a moment. */
interface Asking {
  profile: ProfileState
  state: LiveState
  subject: Subject
  moment: Moment
}

/** Events of one person that were received further apart than this are settled one by one, not together. */
const settleGapMs = 1_000
/** Changes by time alone that are told one by one of a person who was not looked at for long. */
const maxFlips = 1_000

/** Notes where somebody stands in a segment, and from when on. */
function place(state: LiveState, { ref }: LiveSegment, isIn: boolean, since: number): void {
  if (!isIn) {
    state.memberships.delete(ref)
    state.left.add(ref)
  } else if (!state.memberships.has(ref)) state.memberships.set(ref, since)
}

interface LiveOptions {
  definitions: LiveDefinitions
  /** IANA name of the workspace's zone. */
  timezone: string
  companies: CompanyMemory
  /** The runner's memory: it outlives a change of definitions. */
  states: WeakMap<ProfileState, LiveState>
  onMerge: (from: string, into: string) => void
}

export class LiveSegments {
  readonly definitions: LiveDefinitions
  private readonly timezone: string
  private readonly companies: CompanyMemory
  private readonly states: WeakMap<ProfileState, LiveState>
  private readonly onMerge: (from: string, into: string) => void
  private readonly changes = new GatheredChanges()
  /** States of people who are not in memory, as they were folded last: they count before what the database says while they are being written. */
  unwritten: UnwrittenStates = new Map()

  constructor(options: LiveOptions) {
    this.definitions = options.definitions
    this.timezone = options.timezone
    this.companies = options.companies
    this.states = options.states
    this.onMerge = options.onMerge
  }

  get isIdle(): boolean {
    return this.definitions.segments.length === 0 && this.definitions.traits.size === 0
  }

  private stateOf(profile: ProfileState): LiveState {
    let state = this.states.get(profile)
    if (!state) this.states.set(profile, (state = createLiveState()))
    state.signature ||= signatureOf(profile)
    return state
  }

  /** Brings a person up to the instant at which an event was received, before it is folded into them. */
  advance(profile: ProfileState, receivedAt: number): void {
    if (this.isIdle) return
    const state = this.stateOf(profile)
    if (state.isUnsettled && receivedAt - state.pendingAt > settleGapMs) this.settle(profile, state)
    if (state.pending.size + state.pendingTraits.size === 0) this.flipUntil(profile, state, receivedAt)
  }

  /** Takes in an event that was folded into the person; `isNew`: their first. */
  observe(profile: ProfileState, event: ProcessedEvent, isNew: boolean): void {
    const isTold = event.origin === 'system' && (event.name === segmentEntered || event.name === segmentLeft)
    const toldId = isTold ? String(event.properties['segment_id']) : ''
    if (isTold && !this.definitions.byId.has(toldId)) this.changes.unknownIds.add(toldId)
    if (this.isIdle) return
    const state = this.touch(profile, event.receivedAt)
    state.isUnsettled = true
    const cause = event.name || event.type
    if (isNew) this.mark(state, this.definitions.newcomerReaders, cause)
    // Somebody may have sent a trait of the same name.
    if (event.type === 'identify') this.markTraits(state, this.definitions.traits.values())
    this.foldSeries(state, event, cause)
    if (isTold) this.applyListEvent(profile, state, event)
    if (event.type === 'group' && this.definitions.readsCompanies) this.companies.fold(event)
    if (!state.pendingCause || state.pending.size === 0) state.pendingCause = cause
  }

  private touch(profile: ProfileState, at: number): LiveState {
    const state = this.stateOf(profile)
    this.changes.touched.set(profile.id, profile)
    state.pendingAt = Math.max(state.pendingAt, at)
    return state
  }

  private mark(state: LiveState, segments: readonly LiveSegment[], cause: string): void {
    for (const segment of segments) {
      if (!segment.isAsked || !segment.definition) continue
      state.pending.add(segment.ref)
      state.pendingCause = cause
      state.isUnsettled = true
    }
  }

  private foldSeries(state: LiveState, event: ProcessedEvent, cause: string): void {
    const seen: SeenEvent = { type: event.type, name: event.name, time: event.time, isOwn: event.origin !== 'system', flat: () => flattenEvent(event) }
    for (const series of this.definitions.index.find(seen)) {
      if (event.seq <= series.fromSeq) continue
      const kind = seriesKind(series.definition)
      const before = readSeries(state, series.ref, series.definition) ?? kind.empty()
      const after = kind.fold(before, seen, series.definition, event.receivedAt)
      if (after === before) continue
      state.series.set(series.ref, after)
      state.isChanged = true
      this.markReaders(state, series, { before, after, askedAt: state.askedAt, now: state.pendingAt }, cause)
      this.markTraits(state, this.definitions.traitsOf(series.ref))
    }
  }

  /**
   * Marks the segments that read a series, but for those whose answer more of it can only confirm, or to which this much
   * more makes no difference: the answer holds at least until the first change by time that was noted, and is asked again then.
   */
  private markReaders(state: LiveState, series: SeriesRecord, change: SeriesChange, cause: string): void {
    for (const { segment, direction, leaves } of this.definitions.readersOf(series.ref)) {
      if (!segment.isAsked || direction === state.memberships.has(segment.ref)) continue
      if (leaves.every((leaf) => typeOf(leaf).isUnmoved?.(leaf, change))) continue
      state.pending.add(segment.ref)
      state.pendingCause = cause
    }
  }

  private markTraits(state: LiveState, traits: Iterable<LiveTrait>): void {
    for (const trait of traits) {
      if (!trait.isAsked) continue
      state.pendingTraits.add(trait.ref)
      state.isUnsettled = true
    }
  }

  /** A static list is what its events say. */
  private applyListEvent(profile: ProfileState, state: LiveState, event: ProcessedEvent): void {
    const segment = this.definitions.byId.get(String(event.properties['segment_id']))
    const isEntered = event.name === segmentEntered
    // The history that replaces a stale state holds this event as well.
    if (segment?.kind !== 'static' || state.isStale || isEntered === state.memberships.has(segment.ref)) return
    const cause = event.properties['cause'] === 'import' ? 'import' : 'manual'
    this.setMembership(profile, state, segment, { isEntered, at: event.time, cause, reason: String(event.properties['reason'] ?? '') })
    this.mark(state, this.definitions.segments.filter((reader) => reader.listIds.has(segment.id)), segment.name)
  }

  /** `from` went into `into`: what was kept of both becomes one, and everything is asked again. */
  merge(from: ProfileState, into: ProfileState, receivedAt: number): void {
    if (this.isIdle) return
    const state = this.touch(into, receivedAt)
    for (const ref of mergeStates(state, this.stateOf(from), this.definitions)) {
      const segment = this.definitions.byRef.get(ref)
      if (segment) this.changes.write({ segment, profileId: into.id, since: state.memberships.get(ref), cause: 'merge', reason: 'Two profiles became one' })
    }
    for (const ref of state.retold) this.retell(into, state, ref)
    this.mark(state, this.definitions.segments, 'merge')
    this.markTraits(state, this.definitions.traits.values())
    this.onMerge(from.id, into.id)
    this.states.set(from, createLiveState())
    this.changes.remove(from.id)
  }

  /** Of a live segment the next answer tells; a static list has none to come. */
  private retell(profile: ProfileState, state: LiveState, ref: number): void {
    const segment = this.definitions.byRef.get(ref)
    if (segment?.kind !== 'static') return
    state.retold.delete(ref)
    this.changes.tell({ segment, profileId: profile.id, isEntered: true, at: state.pendingAt, cause: 'merge', reason: 'Two profiles became one' })
  }

  /** Brings a person up to `now` without an event. */
  private bring(profile: ProfileState, now: number): LiveState {
    const state = this.touch(profile, 0)
    if (state.isUnsettled) this.settle(profile, state)
    state.pendingAt = Math.max(state.pendingAt, now)
    this.flipUntil(profile, state, now)
    return state
  }

  /** Looks at a person whose time has come, or whom a new or edited rule must be asked about. */
  revisit(profile: ProfileState, now: number, options: { segments?: readonly LiveSegment[]; traits?: readonly LiveTrait[]; cause?: ChangeCause; reason?: string } = {}): void {
    const state = this.bring(profile, now)
    // Whoever is due is written in any case, else they would stay due.
    if (!options.segments) state.isChanged = true
    this.markTraits(state, options.traits ?? [])
    const { cause = 'event', reason = '' } = options
    this.askAbout(this.beginAsking(profile, state, now), options.segments ?? [], { cause, reason: () => reason })
  }

  /** Asks a new or edited rule, which looks at events alone, about somebody who is not in memory and of whom only the state is known. */
  revisitBare(id: string, kept: KeptState, now: number, { segments, cause, reason }: { segments: readonly LiveSegment[]; cause: ChangeCause; reason: string }): void {
    this.foldBare(id, kept, now, (profile, state) => this.askAbout(this.beginAsking(profile, state, now), segments, { cause, reason: () => reason }))
  }

  /** At once as text: of thousands of people at a time it takes a tenth of the memory. */
  private foldBare(id: string, kept: KeptState, now: number, fold: (profile: ProfileState, state: LiveState) => void): void {
    const state = reviveState(this.changes.bare.get(id) ?? kept)
    fold({ ...nobody, id }, state)
    const write = takeState(id, state, { definitions: this.definitions, now, isBare: true })
    if (write) this.changes.bare.set(id, write)
  }

  private askAbout(asking: Asking, segments: readonly LiveSegment[], how: { cause: ChangeCause; reason: () => string }): void {
    for (const segment of segments) if (segment.isAsked) this.ask(asking, segment, how)
  }

  /** Adds what the history says of a person's events before the series began; the segments that wait for it note when time alone will change them. */
  fill(profile: ProfileState, filled: FilledSeries, options: { segments: readonly LiveSegment[]; now: number }): void {
    this.addHistory(profile, this.bring(profile, options.now), filled, options)
  }

  /** The same for somebody who is not in memory and of whom only the state is known. */
  fillBare(id: string, kept: KeptState, filled: FilledSeries, options: { segments: readonly LiveSegment[]; now: number }): void {
    this.foldBare(id, kept, options.now, (profile, state) => this.addHistory(profile, state, filled, options))
  }

  private addHistory(profile: ProfileState, state: LiveState, filled: FilledSeries, { segments, now }: { segments: readonly LiveSegment[]; now: number }): void {
    for (const [series, added] of filled) {
      const kind = seriesKind(series.definition)
      state.series.set(series.ref, kind.combine(readSeries(state, series.ref, series.definition) ?? kind.empty(), added, series.definition))
    }
    state.isChanged = true
    const { subject, moment } = this.beginAsking(profile, state, now)
    for (const segment of segments) setFlip(state, segment.ref, nextFlip(segment.leaves, subject, moment))
  }

  /** Puts what the history says in the place of what was kept, and asks everything again. */
  rebuild(profile: ProfileState, filled: FilledSeries, memberships: ReadonlyMap<string, { isIn: boolean; since: number }>, now: number): void {
    const state = this.touch(profile, now)
    state.series.clear()
    for (const [series, whole] of filled) state.series.set(series.ref, whole)
    state.isStale = false
    state.isChanged = true
    this.restoreMemberships(profile, state, memberships)
    for (const ref of state.retold) this.retell(profile, state, ref)
    this.mark(state, this.definitions.segments, 'merge')
    this.markTraits(state, this.definitions.traits.values())
  }

  /** Static lists are what the history tells; so is everything of somebody of whom nothing was kept. */
  private restoreMemberships(profile: ProfileState, state: LiveState, memberships: ReadonlyMap<string, { isIn: boolean; since: number }>): void {
    for (const segment of this.definitions.segments) {
      if (!state.isBlank && segment.kind === 'live') continue
      const told = memberships.get(segment.id)
      if (told) place(state, segment, told.isIn, told.since)
      this.changes.write({ segment, profileId: profile.id, since: state.memberships.get(segment.ref), cause: 'merge', reason: 'Rebuilt from the stream' })
    }
    state.isBlank = false
  }

  /** One person at one moment: what is known of them is worked out once for all segments that are asked. */
  private beginAsking(profile: ProfileState, state: LiveState, now: number): Asking {
    const moment = { now, timezone: this.timezone }
    return { profile, state, moment, subject: createSubject(profile, state, this.definitions, this.companies, moment) }
  }

  /** Asks the segments that may have changed by what was folded. */
  private settle(profile: ProfileState, state: LiveState): void {
    const { pendingAt: now, pendingCause: cause } = state
    this.computeTraits(profile, state, now)
    this.markPersonChanges(profile, state)
    state.pendingCause = ''
    state.isUnsettled = false
    state.askedAt = now
    if (state.pending.size === 0) return
    const isMerge = cause === 'merge'
    const asking = this.beginAsking(profile, state, now)
    const how = { cause: isMerge ? 'merge' : 'event', reason: () => (isMerge ? 'Two profiles became one' : cause) } as const
    for (const ref of state.pending) {
      const segment = this.definitions.byRef.get(ref)
      if (segment) this.ask(asking, segment, how)
    }
    state.pending.clear()
  }

  private computeTraits(profile: ProfileState, state: LiveState, now: number): void {
    if (this.definitions.traits.size === 0) return
    if (signatureOf(profile) !== state.signature) this.markTraits(state, [...this.definitions.traits.values()].filter(readsPerson))
    for (const ref of state.pendingTraits) {
      const trait = this.definitions.traits.get(ref)
      if (trait) this.computeTrait(profile, state, trait, now)
    }
    state.pendingTraits.clear()
  }

  private computeTrait(profile: ProfileState, state: LiveState, trait: LiveTrait, now: number): boolean {
    const { subject, moment } = this.beginAsking(profile, state, now)
    const { isChanged, changesAt } = applyTrait(profile, trait, subject, moment)
    setFlip(state, flipKeyOf(trait), changesAt)
    return isChanged
  }

  private markPersonChanges(profile: ProfileState, state: LiveState): void {
    const signature = signatureOf(profile)
    if (profile.isPersonChanged || signature !== state.signature) {
      state.signature = signature
      this.mark(state, this.definitions.personReaders, state.pendingCause || 'identify')
    }
    if (state.companyVersion !== this.companies.version && this.definitions.readsCompanies) {
      state.companyVersion = this.companies.version
      this.mark(state, this.definitions.companyReaders, state.pendingCause || 'group')
    }
  }

  private ask({ profile, state, subject, moment }: Asking, segment: LiveSegment, how: { cause: ChangeCause; reason: (isEntered: boolean) => string }): void {
    if (!segment.definition || state.isStale) return
    const isEntered = evaluate(segment.definition, subject, moment)
    setFlip(state, segment.ref, nextFlip(segment.leaves, subject, moment))
    const isRetold = state.retold.delete(segment.ref) && isEntered
    if (isEntered === state.memberships.has(segment.ref) && !isRetold) return
    const change = { isEntered, at: moment.now, cause: how.cause, reason: how.reason(isEntered) }
    this.setMembership(profile, state, segment, change)
    this.changes.tell({ segment, profileId: profile.id, ...change })
  }

  private setMembership(profile: ProfileState, state: LiveState, segment: LiveSegment, change: { isEntered: boolean; at: number; cause: ChangeCause; reason: string }): void {
    state.isChanged = true
    place(state, segment, change.isEntered, change.at)
    this.changes.write({ segment, profileId: profile.id, since: state.memberships.get(segment.ref), cause: change.cause, reason: change.reason })
  }

  /** Lets time pass for a person: each change at its own instant, in order. */
  private flipUntil(profile: ProfileState, state: LiveState, limit: number): void {
    for (let count = 0; count < maxFlips; count++) {
      const at = nextFlipOf(state)
      if (at > limit) return
      this.changes.touched.set(profile.id, profile)
      // Computed traits first: segments may ask for them.
      const keys = [...state.flips].flatMap(([key, flipsAt]) => (flipsAt === at ? [key] : [])).toSorted((left, right) => left - right)
      for (const key of keys) this.flip(profile, state, key, at)
    }
  }

  private flip(profile: ProfileState, state: LiveState, key: number, at: number): void {
    setFlip(state, key, Infinity)
    if (key === staleKey) {
      state.isStale = true
      return
    }
    if (key < 0) {
      this.flipTrait(profile, state, -key, at)
      return
    }
    const segment = this.definitions.byRef.get(key)
    if (!segment) return
    const asking = this.beginAsking(profile, state, at)
    // While it is being filled, what time does next is noted all the same: the filling counts on it.
    if (!segment.isAsked) setFlip(state, segment.ref, nextFlip(segment.leaves, asking.subject, asking.moment))
    else this.ask(asking, segment, { cause: 'time', reason: (isEntered) => explainFlip(segment, asking.subject, asking.moment, isEntered) })
  }

  private flipTrait(profile: ProfileState, state: LiveState, ref: number, at: number): void {
    const trait = this.definitions.traits.get(ref)
    if (!trait?.isAsked || !this.computeTrait(profile, state, trait, at)) return
    const asking = this.beginAsking(profile, state, at)
    for (const segment of this.definitions.personReaders) {
      if (segment.isAsked && segment.readsPerson) this.ask(asking, segment, { cause: 'time', reason: () => `${trait.key} changed` })
    }
  }

  /** Settles everyone who was touched, up to `now`, and hands over what is to be written; begins anew. */
  async finish(now: number): Promise<LiveWrites> {
    const states: StateWrite[] = []
    await forEachBreathing([...this.changes.touched.values()], (profile) => {
      const state = this.stateOf(profile)
      this.settle(profile, state)
      this.flipUntil(profile, state, now)
      const write = takeState(profile.id, state, { definitions: this.definitions, now, isBare: false })
      if (write) states.push(write)
    })
    this.unwritten = new Map(this.changes.bare)
    return this.changes.take([...states, ...this.changes.bare.values()], this.companies.takeChanged())
  }
}
