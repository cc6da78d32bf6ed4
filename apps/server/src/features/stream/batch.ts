// One batch of the stream in memory: from log rows to everything that will be written, without any I/O.
import { hash } from 'node:crypto'
import type { JobRequest } from '../../platform/jobs.ts'
import type { StreamHandler } from '../../platform/feature.ts'
import type { ProcessedEvent, StreamEvent } from '../../platform/stream-event.ts'
import type { CatalogueObserver } from '../catalogue/index.ts'
import {
  Resolver, foldEvent, signatureOf, snapshotProfiles, toMirrorRow, type IdentityCache, type IdentityWrites, type MirrorRow, type ProfileState, type ProfileWrites, type Redirect,
} from '../people/index.ts'
import { isToldByFilling, type LiveExtra, type LiveSegments, type LiveWrites } from '../segments/live/index.ts'
import { forEachBreathing } from '../../platform/breathe.ts'
import type { EventChanges } from './stream.contract.ts'
import type { InvalidEvent, ParsedEvent } from './parse-event.ts'

export interface LogRow {
  seq: number
  body: string
}

/** A row with what parsing made of it and the key that recognises a repetition. */
export interface PreparedRow extends LogRow {
  parsed: ParsedEvent
  key: string
}

export interface Rejection {
  row: PreparedRow
  code: string
  reason: string
}

export interface Outcome {
  seq: number
  status: 'processed' | 'duplicate' | 'rejected'
  messageId: string
  profileId: string | null
  reason: string | null
  isBot: boolean
  changes: EventChanges
}

export interface FoldedBatch {
  toSeq: number
  processed: ProcessedEvent[]
  newKeys: string[]
  duplicates: number
  rejections: Rejection[]
  /** Ids of the profiles that changed, and their state at the end of this batch. */
  profileIds: string[]
  profileWrites: ProfileWrites
  identityWrites: IdentityWrites
  /** People of whom something changed that rules may ask for, and where merged profiles lead. */
  mirror: MirrorRow[]
  redirects: Redirect[]
  live: LiveWrites | undefined
  /** What the newest rows did, for the live screen. */
  outcomes: Outcome[]
  jobs: JobRequest[]
}

/** What folding needs to know of a workspace, and the memory it works on. */
export interface WorkspaceContext {
  workspaceId: number
  currency: string
  timezone: string
  reservedEvents: ReadonlySet<string>
  handlers: readonly { handler: StreamHandler; loaded: unknown }[]
  catalogue: CatalogueObserver
  cache: IdentityCache
  live: LiveSegments
  /** Signatures of people as they were last mirrored. */
  mirrored: WeakMap<ProfileState, string>
}


/** Outcomes kept a batch: more than a screen can show. */
const maxOutcomes = 100

/** A filling tells of a whole segment at once: among what customers are doing now it would leave room for nothing else. */
function isOfFilling({ parsed }: PreparedRow): boolean {
  return parsed.isValid && isToldByFilling(parsed.event)
}

/** The first 128 bits of SHA-256 of a messageId, as a UUID. */
export function toMessageKey(messageId: string): string {
  const hex = hash('sha256', messageId)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

function checkAllowed(event: StreamEvent, context: WorkspaceContext): { code: string; reason: string } | undefined {
  if (event.origin !== 'system' && context.reservedEvents.has(event.name) && event.type === 'track') {
    return { code: 'reserved_event', reason: `"${event.name}" is made by Rapport itself and cannot be sent.` }
  }
  return context.catalogue.check(event)
}

function matchHandlers(event: ProcessedEvent, context: WorkspaceContext): JobRequest[] {
  const jobs: JobRequest[] = []
  for (const { handler, loaded } of context.handlers) {
    if (!handler.events.includes('*') && !handler.events.includes(event.name) && !handler.events.includes(event.type)) continue
    const matched = handler.matches(event, loaded)
    const payloads = matched === undefined ? [] : Array.isArray(matched) ? (matched as object[]) : [matched]
    payloads.forEach((payload, index) => {
      jobs.push(
        handler.isBatched
          ? { name: handler.job, payload, isBatched: true }
          : { name: handler.job, payload, key: `${handler.name}:${event.workspaceId}:${event.messageId}:${index}`, ...(handler.runAt ? { runAt: handler.runAt(payload) } : {}) },
      )
    })
  }
  return jobs
}

/** Folds prepared rows in order. `isKnown` says whether a message was seen before this batch. */
export class BatchFolder {
  private readonly context: WorkspaceContext
  private readonly resolver: Resolver
  private readonly touched = new Map<string, ProfileState>()
  private readonly batchNumber: number
  private readonly result: FoldedBatch

  constructor(context: WorkspaceContext, batchNumber: number) {
    this.context = context
    this.batchNumber = batchNumber
    this.resolver = new Resolver(context.cache)
    this.result = {
      toSeq: 0, processed: [], newKeys: [], duplicates: 0, rejections: [], profileIds: [], profileWrites: { upserts: undefined, updates: undefined },
      identityWrites: this.resolver.writes, mirror: [], redirects: [], live: undefined, outcomes: [], jobs: [],
    }
  }

  /** `cursor`: the position before the rows. `now`: milliseconds since 1970. */
  async fold(rows: readonly PreparedRow[], isKnown: (key: string) => boolean, { cursor, now, extra }: { cursor: number; now: number; extra: LiveExtra | undefined }): Promise<FoldedBatch> {
    extra?.before?.(now)
    const fresh = new Set<string>()
    const outcomes: Outcome[] = []
    await forEachBreathing(rows, (row) => {
      const outcome = this.foldRow(row, fresh, isKnown)
      if (!isOfFilling(row)) outcomes.push(outcome)
    })
    this.result.outcomes = outcomes.slice(-maxOutcomes)
    this.result.toSeq = rows.at(-1)?.seq ?? cursor
    this.result.newKeys = [...fresh]
    await extra?.after(now)
    await this.finishLive(Math.max(now, ...this.result.processed.slice(-1).map((event) => event.receivedAt)))
    this.mirror()
    this.result.profileIds = [...this.touched.keys()]
    this.result.profileWrites = snapshotProfiles([...this.touched.values()])
    return this.result
  }

  private async finishLive(now: number): Promise<void> {
    const { live, cache } = this.context
    this.result.live = await live.finish(now)
    for (const profile of this.result.live.touched) {
      if (cache.find(profile.id) !== profile) continue
      // A computed trait changed: the person is written as if an event had changed them.
      if (profile.isPersonChanged) this.touch(profile)
      else cache.touch(profile, this.batchNumber)
    }
  }

  private mirror(): void {
    const { cache, mirrored } = this.context
    for (const profile of this.touched.values()) {
      const signature = signatureOf(profile)
      if (!profile.isPersonChanged && mirrored.get(profile) === signature) continue
      mirrored.set(profile, signature)
      this.result.mirror.push(toMirrorRow(profile))
    }
    this.result.redirects = this.resolver.writes.merges.map(({ from }) => ({ id: from, root: cache.root(from).id }))
  }

  private foldRow(row: PreparedRow, fresh: Set<string>, isKnown: (key: string) => boolean): Outcome {
    const { parsed } = row
    if (!parsed.isValid) return this.reject(row, parsed.code, parsed.reason)
    const { event } = parsed
    // Only accepted events leave a key: a rejected one may be sent again under its messageId once the cause is mended.
    if (fresh.has(row.key) || isKnown(row.key)) {
      this.result.duplicates += 1
      return { seq: row.seq, status: 'duplicate', messageId: event.messageId, profileId: null, reason: null, isBot: event.facts.isBot, changes: {} }
    }
    const refusal = checkAllowed(event, this.context)
    if (refusal) return this.reject(row, refusal.code, refusal.reason)
    // Before anything is read from it: a blocked trait identifies nobody either.
    if (this.context.catalogue.strip(event)) event.payload = rewritePayload(event)
    const resolved = this.resolver.resolve(event)
    if (!resolved) return this.reject(row, 'blocked_identifier', 'Its identifiers are placeholders such as "null" or "guest": it names nobody.')
    fresh.add(row.key)
    const { profile, changes } = resolved
    const { live, mirrored, cache } = this.context
    for (const { from, into } of changes.merged ?? []) live.merge(cache.find(from)!, cache.find(into)!, event.receivedAt)
    live.advance(profile, event.receivedAt)
    if (!mirrored.has(profile)) mirrored.set(profile, changes.profileCreated ? '' : signatureOf(profile))
    foldEvent(profile, event, this.context.currency, changes)
    this.touch(profile)
    for (const merged of changes.merged ?? []) this.touch(cache.find(merged.from)!)
    const processed: ProcessedEvent = Object.assign(event, { profileId: resolved.ownId })
    live.observe(profile, processed, changes.profileCreated === true)
    this.context.catalogue.observe(event)
    this.result.processed.push(processed)
    this.result.jobs.push(...matchHandlers(processed, this.context))
    return { seq: row.seq, status: 'processed', messageId: event.messageId, profileId: profile.id, reason: null, isBot: event.facts.isBot, changes }
  }

  private touch(profile: ProfileState): void {
    this.touched.set(profile.id, profile)
    this.context.cache.touch(profile, this.batchNumber)
  }

  private reject(row: PreparedRow, code: string, reason: string): Outcome {
    this.result.rejections.push({ row, code, reason })
    const messageId = row.parsed.isValid ? row.parsed.event.messageId : row.parsed.messageId
    return { seq: row.seq, status: 'rejected', messageId, profileId: null, reason, isBot: false, changes: {} }
  }
}

/** After blocked properties were taken out, what is stored must not hold them either. */
function rewritePayload(event: StreamEvent): string {
  const sent = JSON.parse(event.payload) as Record<string, unknown>
  if (sent['properties'] !== undefined) sent['properties'] = event.properties
  if (sent['traits'] !== undefined) sent['traits'] = event.traits
  if (sent['context'] !== undefined) sent['context'] = event.context
  return JSON.stringify(sent)
}

export function sourceIdOf(row: PreparedRow): string {
  return row.parsed.isValid ? row.parsed.event.sourceId : (row.parsed satisfies InvalidEvent).sourceId
}
