// What the segments ask of a workspace's processor beside folding events: people whose time has come, filling, rebuilding.
import type { Platform } from '../../../platform/platform.ts'
import { withTransaction, type PoolClient } from '../../../platform/postgres.ts'
import { loadProfiles, type IdentityCache, type ProfileState } from '../../people/index.ts'
import type { CompanyMemory } from './companies.ts'
import { Filler, type FillStep } from './filler.ts'
import { LiveSegments } from './live-segments.ts'
import type { LiveState } from './live-state.ts'
import { listDue, loadCompanies, loadDefinitions, loadStates, readNextFlip, type StateMemory } from './load-live.ts'
import { listStale, prepareRebuild } from './rebuilder.ts'
import { askAnewInZone } from './zone-changes.ts'

/** People whose time has come that are looked at with one batch. */
const duePeople = 4_000

/** To be done with the next batch: before its events are folded, and after. */
export interface LiveExtra {
  before?: (now: number) => void
  after: (now: number) => Promise<void>
  fill: FillStep | undefined
  /** More people are due than were taken: the next batch must not wait. */
  isMoreDue: boolean
}

export class LiveWork {
  private readonly states = new WeakMap<ProfileState, LiveState>()
  private readonly platform: Platform
  private readonly workspaceId: number
  private readonly filler: Filler
  private current: LiveSegments | undefined
  private companies: CompanyMemory | undefined

  constructor(platform: Platform, workspaceId: number) {
    this.platform = platform
    this.workspaceId = workspaceId
    this.filler = new Filler(platform, workspaceId)
  }

  /** For reading the states of people, from now on. */
  get memory(): StateMemory {
    return { states: this.states, unwritten: this.live.unwritten }
  }

  get live(): LiveSegments {
    if (!this.current) throw new Error('Definitions were not loaded.')
    return this.current
  }

  /** Waits for the history, or has more to fill. */
  get isFilling(): boolean {
    return this.filler.isActive
  }

  /** Reads the definitions anew, nothing being written. `cursor`: where the stream stands; `assertLease` throws when it is another's. */
  async load(cursor: number, timezone: string, assertLease: (client: PoolClient) => Promise<void>): Promise<void> {
    const { pool, clock } = this.platform
    await withTransaction(pool, async (client) => {
      await assertLease(client)
      await askAnewInZone(client, this.workspaceId, { timezone, now: clock.now() })
    })
    await this.filler.activate(cursor, assertLease)
    const definitions = await loadDefinitions(pool, this.workspaceId)
    const companies = await loadCompanies(pool, this.workspaceId, definitions, (this.companies?.version ?? 0) + 1)
    this.companies = companies
    this.current = new LiveSegments({ definitions, timezone, companies, states: this.states, onMerge: (from, into) => this.filler.noteMerge(from, into) })
    await this.filler.begin(this.current)
  }

  /** What else is to be done now; undefined for nothing. `settle` resolves once all that was folded is written. */
  async prepare(cache: IdentityCache, cursor: number, settle: () => Promise<unknown>): Promise<LiveExtra | undefined> {
    if (this.live.isIdle && !this.filler.isActive) return undefined
    const due = await this.prepareDue(cache)
    const rebuild = await this.prepareRebuild(cache, cursor, settle)
    const fill = await this.filler.prepare({ live: this.live, cache, memory: this.memory, settle })
    if (due.length === 0 && !rebuild && !fill) return undefined
    return {
      ...(rebuild ? { before: rebuild } : {}),
      after: async (now) => {
        for (const profile of due) if (!profile.mergedInto) this.live.revisit(profile, now)
        await fill?.fold(this.live, cache, now)
      },
      fill,
      isMoreDue: due.length === duePeople,
    }
  }

  private async prepareDue(cache: IdentityCache): Promise<ProfileState[]> {
    const { pool, clock } = this.platform
    const ids = await listDue(pool, this.workspaceId, clock.now(), duePeople)
    if (ids.length === 0) return []
    await loadProfiles(pool, this.workspaceId, ids, cache)
    const profiles = ids.flatMap((id) => cache.find(id) ?? [])
    await loadStates(pool, this.workspaceId, profiles, this.memory)
    const gone = ids.filter((id) => !cache.find(id) || cache.find(id)!.mergedInto)
    if (gone.length > 0) await pool.query('delete from segment_states where workspace_id = $1 and profile_id = any($2::uuid[])', [this.workspaceId, gone])
    return profiles
  }

  private async prepareRebuild(cache: IdentityCache, cursor: number, settle: () => Promise<unknown>): Promise<((now: number) => void) | undefined> {
    // Of a series that is still to be filled the history up to here would be added a second time.
    if ([...this.live.definitions.series.values()].some((series) => !series.isFilled)) return undefined
    const ids = await listStale(this.platform, this.workspaceId)
    if (ids.length === 0) return undefined
    await settle()
    return prepareRebuild(this.platform, this.workspaceId, ids, { live: this.live, cache, cursor, memory: this.memory })
  }

  /** Milliseconds until time alone changes something, at most `limitMs`. */
  async waitMs(limitMs: number): Promise<number> {
    if (this.live.isIdle) return limitMs
    const next = await readNextFlip(this.platform.pool, this.workspaceId)
    return next === undefined ? limitMs : Math.min(limitMs, Math.max(1, next - this.platform.clock.now()))
  }
}
