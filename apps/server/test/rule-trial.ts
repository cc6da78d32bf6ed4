// A workspace in which rules are tried: a clock that stands still until it is moved, senders whose history is known in
// full, and the three answers to compare: memberships, the compiled rule, the oracle.
import { compileRule, loadRuleEnvironment } from '../src/features/segments/index.ts'
import type { Definition } from '../src/features/segments/conditions.contract.ts'
import type { Segment } from '../src/features/segments/segments.contract.ts'
import { makeSecretKey, makeWriteKey } from './makers.ts'
import { holdsFor, type Asked, type Happening, type World } from './rule-oracle.ts'
import { expectStatus, startTestServer, type Caller, type Reply, type TestServer } from './test-server.ts'
import { waitFor } from './wait.ts'

const ticker = 'user-ticker'

const rootsSql = `with recursive roots as (
  select id, id as own, merged_into from profiles where workspace_id = $1
  union all select profiles.id, roots.own, profiles.merged_into from roots join profiles on profiles.id = roots.merged_into and profiles.workspace_id = $1)`

export interface Told {
  segmentId: string
  profileId: string
  isEntered: boolean
  at: number
  seq: number
  cause: string
}

export class RuleTrial {
  readonly happenings: Happening[] = []
  readonly rules = new Map<string, Definition | null>()
  private readonly listed: { id: string; sender: string; isEntered: boolean; at: number }[] = []
  /** Sets of senders that are one person. */
  groups: Set<string>[] = []
  /** The moments at which anything was sent. */
  readonly moments: number[] = []
  readonly timezone: string
  readonly server: TestServer
  private readonly clock: { time: number }
  readonly workspaceId: number
  private readonly program: Caller
  private readonly auth: string
  private worker: { stop(): Promise<void> } | undefined
  private profiles = new Map<string, string>()
  private sent = 0

  private constructor(given: { server: TestServer; clock: { time: number }; workspaceId: number; program: Caller; auth: string; timezone: string }) {
    this.server = given.server
    this.clock = given.clock
    this.workspaceId = given.workspaceId
    this.program = given.program
    this.auth = given.auth
    this.timezone = given.timezone
  }

  static async start({ startsAt, timezone }: { startsAt: number; timezone: string }): Promise<RuleTrial> {
    const clock = { time: startsAt }
    const server = await startTestServer({ clock: { now: () => clock.time } })
    const owner = await server.signUp()
    expectStatus(await server.request('PATCH', '/v1/workspace', { body: { timezone }, as: owner }), 200)
    const program = await makeSecretKey(server, owner, ['people:read', 'people:write', 'segments:read', 'segments:write', 'events:read'])
    const source = await makeWriteKey(server, owner, { platform: 'server' })
    const trial = new RuleTrial({ server, clock, workspaceId: owner.workspaceId, program, auth: `Basic ${Buffer.from(`${source.writeKey}:`).toString('base64')}`, timezone })
    trial.worker = await server.startWorker()
    return trial
  }

  /** While the worker rests, what is sent gathers, and comes into one batch afterwards. The clock may be moved in it. */
  async gather(send: (move: (milliseconds: number) => void) => Promise<void>): Promise<void> {
    await this.settle()
    await this.worker?.stop()
    await send((milliseconds) => (this.clock.time += milliseconds))
    this.worker = await this.server.startWorker()
    await this.settle()
  }

  close(): Promise<void> {
    return this.server.close()
  }

  get now(): number {
    return this.clock.time
  }

  get platform(): TestServer['platform'] {
    return this.server.platform
  }

  async call<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown, status = 200): Promise<T> {
    return expectStatus(await this.server.request<T>(method, url, { ...(body === undefined ? {} : { body }), as: this.program }), status).body
  }

  /** What is answered, whatever it is. */
  attempt<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body: object | string): Promise<Reply<T>> {
    return this.server.request<T>(method, url, { body, as: this.program, headers: { 'content-type': 'application/json' } })
  }

  /** Sends what is to be refused. */
  async sendUnseen(happenings: readonly Happening[]): Promise<void> {
    const known = this.happenings.length
    await this.send(happenings)
    this.happenings.length = known
    await this.settleStream()
  }

  /** The same at an instant that no request before it shares: what two of one instant bring about is told twice. */
  async sendApart(happenings: readonly Happening[], extra: readonly object[] = []): Promise<void> {
    if (this.moments.at(-1) === this.now) this.clock.time += 1
    await this.send(happenings.map((one) => ({ ...one, receivedAt: this.now })), extra)
  }

  /** In one request, so that all are received at one instant. `extra`: what only the request knows, by position. */
  async send(happenings: readonly Happening[], extra: readonly object[] = []): Promise<void> {
    const batch = happenings.map((one, index) => ({
      type: one.type, messageId: `t-${this.sent++}`, timestamp: new Date(one.time).toISOString(),
      ...(one.type === 'track' ? { event: one.name } : one.name ? { name: one.name } : {}), ...(one.groupId ? { groupId: one.groupId } : {}),
      ...(one.type === 'identify' || one.type === 'group' ? { traits: one.traits } : { properties: one.properties }),
      ...(one.sender.includes('@') ? {} : one.sender.startsWith('anonymous') ? { anonymousId: one.sender } : { userId: one.sender }), ...extra[index],
    }))
    expectStatus(await this.server.request('POST', '/v1/batch', { body: { batch }, headers: { authorization: this.auth } }), 200)
    this.happenings.push(...happenings)
    this.moments.push(this.now)
  }

  /** Moves the clock and lets time do what it does: an event of somebody else wakes the worker. */
  async advance(milliseconds: number): Promise<void> {
    this.clock.time += milliseconds
    await this.send([{ type: 'track', name: 'Tick', time: this.now, receivedAt: this.now, sender: ticker, properties: {}, traits: {}, groupId: '' }])
    await this.settle()
  }

  /** Resolves once nothing waits: no event, no export, no filling, nobody whose time has come. */
  async settle(): Promise<void> {
    await this.settleStream()
    const { pool } = this.platform
    const { rows: refused } = await pool.query("select reason, body from rejected_events where workspace_id = $1", [this.workspaceId])
    if (refused.length > 0) throw new Error(`Events were refused: ${JSON.stringify(refused)}`)
    await this.readProfiles()
  }

  private async settleStream(): Promise<void> {
    const { pool } = this.platform
    await waitFor('nothing being left to do', async () => {
      const { rows } = await pool.query<{ waits: boolean }>(
        `select exists (select from stream_cursors join workspace_streams using (workspace_id) where workspace_id = $1 and last_seq > processed_seq)
          or exists (select from export_batches where workspace_id = $1) or exists (select from segment_fills where workspace_id = $1)
          or exists (select from segment_states where workspace_id = $1 and (next_flip_at <= $2 or rebuild_after is not null)) as waits`,
        [this.workspaceId, new Date(this.now)],
      )
      return rows[0]!.waits === false
    }, 30)
  }

  private async readProfiles(): Promise<void> {
    const { rows } = await this.platform.pool.query<{ value: string; id: string }>(
      `${rootsSql}
       select identities.value, roots.id from identities join roots on roots.own = identities.profile_id and roots.merged_into is null where identities.workspace_id = $1`,
      [this.workspaceId],
    )
    this.profiles = new Map(rows.map((row) => [row.value, row.id]))
  }

  async makeSegment(definition: Definition): Promise<string> {
    const { id } = await this.call<Segment>('POST', '/v1/segments', { name: `Rule ${this.rules.size}`, definition }, 201)
    this.rules.set(id, definition)
    return id
  }

  async makeList(): Promise<string> {
    const { id } = await this.call<Segment>('POST', '/v1/segments', { name: `List ${this.rules.size}`, kind: 'static' }, 201)
    this.rules.set(id, null)
    return id
  }

  /** Removes all segments, the youngest first: older ones refer to no younger one. */
  async removeRules(): Promise<void> {
    for (const id of [...this.rules.keys()].toReversed()) {
      await this.call('DELETE', `/v1/segments/${id}`, undefined, 204)
      this.rules.delete(id)
    }
  }

  async edit(id: string, definition: Definition): Promise<void> {
    await this.call('PATCH', `/v1/segments/${id}`, { definition })
    this.rules.set(id, definition)
  }

  /** Puts somebody on a list or takes them off, a moment after all that was sent. */
  async list(id: string, sender: string, isEntered: boolean): Promise<void> {
    await this.advance(1)
    await this.call(isEntered ? 'POST' : 'DELETE', `/v1/segments/${id}/members`, { identifiers: [sender] })
    this.listed.push({ id, sender, isEntered, at: this.now })
  }

  /** From now on these are one person. */
  unite(...senders: string[]): void {
    const all = new Set(senders.flatMap((sender) => [...this.togetherWith(sender)]))
    this.groups = [...this.groups.filter((group) => ![...group].some((sender) => all.has(sender))), all]
  }

  private togetherWith(sender: string): ReadonlySet<string> {
    return this.groups.find((group) => group.has(sender)) ?? new Set([sender])
  }

  profileId(sender: string): string {
    const id = this.profiles.get(sender)
    if (!id) throw new Error(`Nobody has the identifier ${sender}.`)
    return id
  }

  get world(): World {
    return {
      happenings: this.happenings, timezone: this.timezone, togetherWith: (sender) => this.togetherWith(sender), profileId: (sender) => this.profileId(sender),
      rule: (id) => this.rules.get(id),
      isListed: (id, sender, now) => this.listed.findLast((one) => one.id === id && one.at <= now && this.togetherWith(sender).has(one.sender))?.isEntered ?? false,
    }
  }

  get senders(): string[] {
    return [...new Set(this.happenings.map(({ sender }) => sender))]
  }

  oracleIds(id: string): string[] {
    const rule = this.rules.get(id)
    const world = this.world
    const asked = (sender: string): Asked => ({ sender, now: this.now, isKnown: () => true })
    const holding = this.senders.filter((sender) => (rule ? holdsFor(rule, world, asked(sender)) : world.isListed(id, sender, this.now)))
    return [...new Set(holding.map((sender) => this.profileId(sender)))].toSorted()
  }

  async compiledIds(): Promise<Map<string, string[]>> {
    const environment = await loadRuleEnvironment(this.platform, this.workspaceId)
    const live = [...this.rules].flatMap(([id, rule]) => (rule ? [{ id, rule }] : []))
    const found = new Map(live.map(({ id }) => [id, [] as string[]]))
    const pageSize = 12
    for (let start = 0; start < live.length; start += pageSize) {
      const parts = live.slice(start, start + pageSize).map(({ id, rule }) => `SELECT '${id}' AS segment, toString(id) AS profile FROM (${compileRule(rule, environment)})`)
      for (const row of await this.platform.clickhouse.query<{ segment: string; profile: string }>(parts.join(' UNION ALL '))) found.get(row.segment)!.push(row.profile)
    }
    for (const ids of found.values()) ids.sort()
    return found
  }

  async storedIds(): Promise<Map<string, string[]>> {
    const { rows } = await this.platform.pool.query<{ segment: string; profile: string }>('select segment_id as segment, profile_id as profile from segment_memberships where workspace_id = $1', [this.workspaceId])
    const grouped = Map.groupBy(rows, (row) => row.segment)
    return new Map([...this.rules.keys()].map((id) => [id, (grouped.get(id) ?? []).map((row) => row.profile).toSorted()]))
  }

  private nameOf(profileId: string): string {
    return [...this.profiles].filter(([, id]) => id === profileId).map(([value]) => value).join('+') || profileId
  }

  /** Where memberships, compiled rules and the oracle do not say the same, and sizes that are wrong: none. */
  async findDisagreements(): Promise<object[]> {
    await this.settle()
    const [stored, compiled] = [await this.storedIds(), await this.compiledIds()]
    const names = (ids: readonly string[]) => ids.map((id) => this.nameOf(id)).toSorted().join(', ')
    const at = new Date(this.now).toISOString()
    const found = [...this.rules].flatMap(([id, rule]) => {
      const [expected, kept, queried] = [names(this.oracleIds(id)), names(stored.get(id)!), rule ? names(compiled.get(id)!) : undefined]
      return kept === expected && (queried === undefined || queried === expected) ? [] : [{ id, at, rule: JSON.stringify(rule), expected, kept, queried }]
    })
    return [...found, ...(await this.findWrongSizes(stored))]
  }

  private async findWrongSizes(stored: ReadonlyMap<string, string[]>): Promise<object[]> {
    const { rows } = await this.platform.pool.query<{ id: string; size: number; last: number | null; status: string }>(
      `select id, size, status, (select sizes.size from segment_sizes as sizes where sizes.workspace_id = $1 and sizes.segment_id = segments.id order by hour desc limit 1) as last
       from segments where workspace_id = $1`,
      [this.workspaceId],
    )
    const members = (id: string) => stored.get(id)?.length ?? 0
    return rows.filter((row) => row.status !== 'ready' || row.size !== members(row.id) || (row.last ?? 0) !== row.size).map((row) => ({ ...row, members: members(row.id) }))
  }

  /** Every profile, with the one that stands for it after all merges. */
  async readRoots(): Promise<Map<string, string>> {
    const { rows } = await this.platform.pool.query<{ own: string; root: string }>(`${rootsSql} select own, id as root from roots where merged_into is null`, [this.workspaceId])
    return new Map(rows.map((row) => [row.own, row.root]))
  }

  /** All entries and exits that were told, in the order of the stream. */
  readTold(): Promise<Told[]> {
    return this.platform.clickhouse.query<Told>(
      `SELECT text_properties['segment_id'] AS segmentId, profile_id AS profileId, name = 'Segment Entered' AS isEntered, toUnixTimestamp64Milli(time) AS at, seq, text_properties['cause'] AS cause
       FROM events WHERE workspace_id = ${this.workspaceId} AND origin = 'system' AND name IN ('Segment Entered', 'Segment Left') ORDER BY seq`,
    )
  }
}
