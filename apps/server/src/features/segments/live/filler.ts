// Fills new and edited segments from the history, a few thousand people at a time between the batches of the stream.
import type { Platform } from '../../../platform/platform.ts'
import { forEachBreathing } from '../../../platform/breathe.ts'
import { withTransaction, type PoolClient } from '../../../platform/postgres.ts'
import { loadProfiles, type IdentityCache } from '../../people/index.ts'
import { listSeries, mayBeginByTime } from '../conditions/tree.ts'
import { compileRule } from '../rule-sql.ts'
import { loadRuleEnvironment } from '../rule-environment.ts'
import { needsEveryone, type LiveSegment, type SeriesRecord } from './definitions.ts'
import { activateFills, endFill, endSeriesPhase, isExportedTo, readNextFill, writeFillProgress, type Fill } from './fill-store.ts'
import { listProfilesSince } from './history.ts'
import { HistoryPages } from './history-pages.ts'
import type { LiveSegments } from './live-segments.ts'
import { nothingKept, type KeptState } from './kept-states.ts'
import { loadStates, readStates, type StateMemory } from './load-live.ts'
import { listTraitSeries, type LiveTrait } from './live-traits.ts'
import { seriesKey, type SeriesDefinition } from './series/index.ts'

const peoplePage = 5_000

/** What a filling is for, a segment or a computed trait. */
interface Target {
  series: readonly SeriesDefinition[]
  /** Whether more than the series must be known of people. */
  needsPeople: boolean
  isEveryone: boolean
  segments: readonly LiveSegment[]
  traits: readonly LiveTrait[]
}

function findTarget({ kind, subjectId }: Fill, { definitions }: LiveSegments): Target | undefined {
  if (kind === 'trait') {
    const trait = [...definitions.traits.values()].find(({ id }) => id === subjectId)
    return trait && { series: listTraitSeries(trait), needsPeople: true, isEveryone: true, segments: [], traits: [trait] }
  }
  const segment = definitions.byId.get(subjectId)
  if (!segment?.definition) return undefined
  return {
    series: listSeries(segment.leaves), needsPeople: segment.readsPerson || segment.readsCompanies, isEveryone: needsEveryone(segment.definition, segment.leaves), segments: [segment], traits: [],
  }
}

/** One part of a filling, ready to be folded and written with the next batch. */
export interface FillStep {
  fold(live: LiveSegments, cache: IdentityCache, now: number): Promise<void>
  write(client: PoolClient): Promise<void>
  /** Whether definitions must be read again after it. */
  isTurningPoint: boolean
}

/** What preparing a part goes by. */
export interface FillContext {
  live: LiveSegments
  cache: IdentityCache
  memory: StateMemory
  /** Resolves once all that was folded is written. */
  settle: () => Promise<unknown>
}

const nothingToFold = async () => {}

/** Another text when a rule that the segment refers to was edited meanwhile. */
const describeFill = ({ id }: Fill, segments: readonly LiveSegment[]) => JSON.stringify([id, segments.map(({ leaves }) => leaves)])

export class Filler {
  private readonly platform: Platform
  private readonly workspaceId: number
  private fill: Fill | undefined
  private target: Target | undefined
  /** Position from which the present definitions are in force. */
  private sinceSeq = 0
  private redirects: Map<string, string> | undefined
  private expected = 0
  private pages: HistoryPages | undefined
  private candidates: string[] | undefined
  private everyonePosition: string | null = null
  /** Filling during which everyone's series were filled by this filler: when time alone will bring them in was noted of all. */
  private notedFill = ''

  constructor(platform: Platform, workspaceId: number) {
    this.platform = platform
    this.workspaceId = workspaceId
  }

  get isActive(): boolean {
    return this.fill !== undefined
  }

  /** To be called whenever definitions are read, nothing being written: `cursor` is where the stream stands. */
  async activate(cursor: number, assertLease: (client: PoolClient) => Promise<void>): Promise<void> {
    await withTransaction(this.platform.pool, async (client) => {
      await assertLease(client)
      await activateFills(client, this.workspaceId, cursor)
    })
    this.sinceSeq = cursor
  }

  /** Looks what is to be filled next, with the definitions as they are now. */
  async begin(live: LiveSegments): Promise<void> {
    this.fill = await readNextFill(this.platform.pool, this.workspaceId)
    this.target = this.fill && findTarget(this.fill, live)
    // Made after the definitions were read: they are read again when its signal comes, or by whoever looks next.
    if (!this.target) this.fill = undefined
    this.redirects = undefined
    this.pages = undefined
    this.candidates = undefined
    this.everyonePosition = null
    this.expected = 0
  }

  /** The next part; undefined while the history is not complete yet, or when there is nothing to do. */
  async prepare(context: FillContext): Promise<FillStep | undefined> {
    const { fill, target } = this
    if (!fill || !target) return undefined
    try {
      return fill.phase === 'people' ? await this.preparePeople(fill, target, context) : await this.prepareSeries(fill, target, context)
    } catch (error) {
      // An engine that is away comes back; a query that ClickHouse refuses is refused again.
      if (isTemporary(error)) throw error
      this.platform.log.error({ err: error, subjectId: fill.subjectId }, 'A segment or computed trait could not be filled')
      return this.giveUp(fill, `The history could not be read: ${String((error as Error).message).slice(0, 300)}`)
    }
  }

  private giveUp(fill: Fill, problem: string): FillStep {
    return { fold: nothingToFold, write: (client) => endFill(client, this.workspaceId, fill, problem), isTurningPoint: true }
  }

  /** A merge within the stream: pages that are read later still name the profile that went in. */
  noteMerge(from: string, into: string): void {
    this.redirects?.set(from, into)
  }

  private async loadRedirects({ settle }: FillContext): Promise<Map<string, string>> {
    // A merge that is being written is not noted: from now on they are.
    await settle()
    const { rows } = await this.platform.pool.query<{ id: string; merged_into: string }>('select id, merged_into from profiles where workspace_id = $1 and merged_into is not null', [this.workspaceId])
    return new Map(rows.map((row) => [row.id, row.merged_into]))
  }

  private rootOf(id: string): string {
    let root = id
    for (let next = this.redirects?.get(root); next !== undefined; next = this.redirects?.get(root)) root = next
    return root
  }

  private listUnfilled({ series }: Target, live: LiveSegments): SeriesRecord[] {
    return series.flatMap((definition) => {
      const record = live.definitions.series.get(seriesKey(definition))
      return record && !record.isFilled ? [record] : []
    })
  }

  private async prepareSeries(fill: Fill, target: Target, context: FillContext): Promise<FillStep | undefined> {
    const series = this.listUnfilled(target, context.live)
    if (series.length === 0) return { fold: nothingToFold, write: (client) => endSeriesPhase(client, this.workspaceId, fill, []), isTurningPoint: true }
    if (fill.position === null && series.length === target.series.length && !target.needsPeople) this.notedFill = describeFill(fill, target.segments)
    const toSeq = Math.max(...series.map((record) => record.fromSeq))
    if (!(await isExportedTo(this.platform.pool, this.workspaceId, toSeq))) return undefined
    const query = { workspaceId: this.workspaceId, series, toSeq, now: this.platform.clock.now() }
    this.redirects ??= await this.loadRedirects(context)
    this.pages ??= await HistoryPages.open(this.platform.clickhouse, query, fill.position)
    const { rows: page, upTo: position } = await this.pages.take(query)
    const isLast = position === null
    const people = await this.loadPeople(page.map((row) => this.rootOf(row.id)), target, context)
    const progress = { position, visited: page.length, expected: this.pages.people }
    return {
      fold: (live, memory, now) =>
        forEachBreathing(page, (row) => {
          const id = this.rootOf(row.id)
          const [known, kept] = [memory.find(id), people.get(id)]
          if (known) live.fill(known, row.filled, { segments: target.segments, now })
          else if (kept) live.fillBare(id, kept, row.filled, { segments: target.segments, now })
        }),
      write: async (client) => {
        await writeFillProgress(client, this.workspaceId, fill, progress)
        if (isLast) await endSeriesPhase(client, this.workspaceId, fill, series.map((record) => record.ref))
      },
      isTurningPoint: isLast,
    }
  }

  /**
   * What is kept of people who are not in memory. Where the rule looks at events alone, nothing else is read of them; others
   * are brought into memory with all that is known.
   */
  private async loadPeople(ids: readonly string[], { needsPeople }: Target, { cache, memory }: FillContext): Promise<Map<string, KeptState>> {
    const { pool } = this.platform
    const wanted = [...new Set(ids)]
    if (needsPeople) {
      await loadProfiles(pool, this.workspaceId, wanted, cache)
      await loadStates(pool, this.workspaceId, wanted.flatMap((id) => cache.find(id) ?? []), memory)
      return new Map()
    }
    const others = wanted.filter((id) => !cache.hasProfile(id))
    const stored = await readStates(pool, this.workspaceId, others, memory.unwritten)
    return new Map(others.map((id) => [id, stored.get(id) ?? nothingKept]))
  }

  private async preparePeople(fill: Fill, target: Target, context: FillContext): Promise<FillStep | undefined> {
    const { isEveryone, segments, traits } = target
    if (!isEveryone && !this.candidates && !(await isExportedTo(this.platform.pool, this.workspaceId, this.sinceSeq))) return undefined
    const ids = isEveryone ? await this.nextOfEveryone() : await this.nextCandidates(fill, segments[0]!, context)
    const isLast = ids.length < peoplePage
    const people = await this.loadPeople(ids, target, context)
    const progress = { position: null, visited: ids.length, expected: this.expected }
    const how = { segments, traits, cause: fill.cause, reason: fill.cause === 'edited' ? 'The rule was edited' : 'The segment was made' }
    return {
      fold: (live, memory, now) =>
        forEachBreathing(ids, (id) => {
          const [known, kept] = [memory.find(id), people.get(id)]
          if (!known && kept) live.revisitBare(id, kept, now, how)
          else if (known && !known.mergedInto) live.revisit(known, now, how)
        }),
      write: async (client) => {
        await writeFillProgress(client, this.workspaceId, fill, progress)
        if (isLast) await endFill(client, this.workspaceId, fill, null)
      },
      isTurningPoint: isLast,
    }
  }

  private async nextOfEveryone(): Promise<string[]> {
    this.expected ||= (await this.platform.pool.query<{ count: number }>('select count(*) as count from profiles where workspace_id = $1 and merged_into is null', [this.workspaceId])).rows[0]!.count
    const { rows } = await this.platform.pool.query<{ id: string }>(
      'select id from profiles where workspace_id = $1 and id > coalesce($2::uuid, $3::uuid) and merged_into is null order by id limit $4',
      [this.workspaceId, this.everyonePosition, '00000000-0000-0000-0000-000000000000', peoplePage],
    )
    this.everyonePosition = rows.at(-1)?.id ?? this.everyonePosition
    return rows.map((row) => row.id)
  }

  /** Those whom the compiled rule holds, and those who are in now. */
  private async nextCandidates(fill: Fill, segment: LiveSegment, context: FillContext): Promise<string[]> {
    if (!this.candidates) {
      await context.settle()
      this.candidates = await this.listCandidates(fill, segment, context)
    }
    this.expected ||= this.candidates.length
    return this.candidates.splice(0, peoplePage)
  }

  private async listCandidates(fill: Fill, segment: LiveSegment, context: FillContext): Promise<string[]> {
    const { platform, workspaceId } = this
    const environment = await loadRuleEnvironment(platform, workspaceId)
    const held = await platform.clickhouse.query<{ id: string }>(compileRule(segment.definition!, environment))
    const { rows: members } = await platform.pool.query<{ profile_id: string }>('select profile_id from segment_memberships where workspace_id = $1 and segment_id = $2', [workspaceId, segment.id])
    const mayWait = mayBeginByTime(segment.definition!, environment.findRule)
    const waiting = !mayWait ? [] : this.notedFill === describeFill(fill, [segment]) ? await this.listSeenSince(segment, context) : await this.listKept(segment)
    // In PostgreSQL's order: all that is written of them, and what is told of them, meets neighbouring pages of its indexes.
    return [...new Set([...held.map((row) => row.id), ...members.map((row) => row.profile_id), ...waiting])].toSorted()
  }

  /** Everyone with events since the series began: the rule was not asked when they came. Of all others it was noted when time alone will bring them in. */
  private async listSeenSince({ leaves }: LiveSegment, context: FillContext): Promise<string[]> {
    const since = Math.min(...listSeries(leaves).map((series) => context.live.definitions.series.get(seriesKey(series))?.fromSeq ?? 0))
    const ids = await listProfilesSince(this.platform.clickhouse, this.workspaceId, since)
    this.redirects ??= await this.loadRedirects(context)
    return ids.map((id) => this.rootOf(id))
  }

  /** Everyone of whose events anything is kept for the rule: when time alone will bring them in was not noted while series that it shares were there before it. */
  private async listKept(segment: LiveSegment): Promise<string[]> {
    const keys = listSeries(segment.leaves).map(seriesKey)
    // Looked for in the text, before the memberships that follow: reading the JSON of everyone takes ten times as long. One too many does no harm.
    const { rows } = await this.platform.pool.query<{ profile_id: string }>(
      `select profile_id from segment_states where workspace_id = $1 and split_part(state, '"m":', 1) like any (array(
         select '%' || before || ref || ',[%' from segment_series, unnest(array['[', ',']) as before where workspace_id = $1 and key = any($2::text[])))`,
      [this.workspaceId, keys],
    )
    return rows.map((row) => row.profile_id)
  }
}

function isTemporary(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'unavailable'
}
