import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeUser, makeWorkspace } from '../../../test/makers.ts'
import { createMovableClock, expectStatus, startTestServer, type MovableClock, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import type { Me } from '../access/access.contract.ts'
import type { Source } from '../sources/sources.contract.ts'
import type { StreamCounters } from '../stream/stream.contract.ts'
import type { DemoState } from './demo.contract.ts'
import { generateDemo, prepareDemo, runLoad } from './index.ts'

const dayMs = 86_400_000

let folder: string
let clock: MovableClock
let server: TestServer
let owner: Person

async function start(): Promise<TestServer> {
  const started = await startTestServer({ clock, config: { dataDirectory: folder } })
  // The load finds the API as an installation does: by the port that it was given.
  started.config.port = Number(new URL(await started.listen()).port)
  return started
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-demo-'))
  clock = createMovableClock()
  server = await start()
  owner = await server.signUp()
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function readState(as: Person): Promise<DemoState> {
  return expectStatus(await server.request<DemoState>('GET', '/v1/demo', { as }), 200).body
}

async function loadFor(as: Person, body?: object): Promise<DemoState> {
  return expectStatus(await server.request<DemoState>('POST', '/v1/demo', { as, body }), 200).body
}

function finish(as: Person): Promise<DemoState> {
  return waitFor('the end of the load', async () => {
    const state = await readState(as)
    return state.state !== 'running' && state
  }, 60)
}

/** The counters once nothing waits any more. */
function readCounters(as: Person, workspace: string): Promise<StreamCounters> {
  const headers = { 'x-rapport-workspace': workspace }
  return waitFor('an empty stream', async () => {
    const { body } = expectStatus(await server.request<StreamCounters>('GET', '/v1/stream/counters', { as, headers }), 200)
    return body.waiting === 0 && body
  }, 60)
}

async function findWorkspaceId(slug: string): Promise<number> {
  const { rows } = await server.platform.pool.query<{ id: number }>('select id from workspaces where slug = $1', [slug])
  return rows[0]!.id
}

async function countGenerated(workspaceId: number): Promise<number> {
  const { rows } = await server.platform.pool.query('select people, seed, ends_at from demo_loads where workspace_id = $1', [workspaceId])
  const { people, seed, ends_at: endsAt } = rows[0]
  return [...generateDemo({ people, seed, endsAt: endsAt.getTime() })].length
}

/** The answers to surveys come in by imports; resolves to the events that tell of them once all are there. */
async function countTold(workspaceId: number): Promise<number> {
  const { pool } = server.platform
  await waitFor('the answers being taken in', async () => {
    const { rows } = await pool.query<{ state: string; failed: number }>('select state, failed_count as failed from survey_imports where workspace_id = $1', [workspaceId])
    expect(rows.filter(({ failed }) => failed > 0)).toEqual([])
    return rows.length > 0 && rows.every(({ state }) => state === 'done')
  }, 60)
  const { rows } = await pool.query<{ count: number }>(`select count(*) from event_log where workspace_id = $1 and body not like '%"o":"import"%'`, [workspaceId])
  return rows[0]!.count
}

/** As if a process that was loading had died: running, part of it sent, and silent for `seconds`. */
async function pretendLoading(workspaceId: number, seconds: number): Promise<void> {
  await sql`update demo_loads set state = 'running', sent = 7, heartbeat_at = now() - make_interval(secs => ${seconds})
    where workspace_id = ${workspaceId}`.execute(server.platform.db)
}

describe('POST /v1/demo', () => {
  it('loads the brand into a workspace of its own, completely and once', async () => {
    expect(await readState(owner)).toMatchObject({ state: 'none', workspace: null, sent: 0, startedAt: null })
    const queued = await loadFor(owner, { people: 100, seed: 3 })
    expect(queued).toMatchObject({ state: 'running', workspace: 'fernhill-demo', people: 100, sent: 0, finishedAt: null })
    expect((await loadFor(owner, { people: 100, seed: 3 })).workspace).toBe('fernhill-demo')
    const worker = await server.startWorker()
    try {
      const done = await finish(owner)
      const workspaceId = await findWorkspaceId('fernhill-demo')
      const events = await countGenerated(workspaceId)
      expect(done).toMatchObject({ state: 'done', sent: events, total: events, message: null })
      expect(Math.abs(queued.total - events)).toBeLessThan(0.1 * events)
      expect(Date.parse(done.finishedAt!)).toBeGreaterThan(Date.parse(done.startedAt!))
      const told = await countTold(workspaceId)
      expect(told).toBeGreaterThan(100)
      const loaded = await readCounters(owner, 'fernhill-demo')
      expect(loaded).toMatchObject({ accepted: events + told, processed: events + told, duplicate: 0, rejected: 0 })

      const again = await runLoad(server.platform, workspaceId, { isRepeated: true })
      expect(again).toMatchObject({ kind: 'done', result: { events } })
      await countTold(workspaceId)
      const { processed, rejected, duplicate } = await readCounters(owner, 'fernhill-demo')
      expect({ processed, rejected }).toEqual({ processed: events + told, rejected: 0 })
      expect(duplicate).toBeGreaterThanOrEqual(events)
    } finally {
      await worker.stop()
    }
    const truth = JSON.parse(await readFile(join(folder, 'demo-truth.json'), 'utf8'))
    expect(truth).toMatchObject({ seed: 3, people: 100 })
    const { body } = await server.request<Me>('GET', '/v1/me', { as: owner })
    expect(body.workspaces.at(-1)).toMatchObject({ slug: 'fernhill-demo', isDemo: true, role: 'owner', currency: 'EUR', timezone: 'Europe/Berlin' })
    expect(body.workspaces.filter((workspace) => workspace.isDemo)).toHaveLength(1)
  }, 120_000)

  it('is for owners and admins; others neither load nor see it', async () => {
    for (const role of ['marketer', 'agent', 'analyst', 'viewer'] as const) {
      const person = await makeUser(server, role)
      expect((await server.request('POST', '/v1/demo', { as: person })).status).toBe(403)
      expect(await readState(person)).toMatchObject({ state: 'none', workspace: null })
    }
    expect((await server.request('POST', '/v1/demo')).status).toBe(401)
    expect((await server.request('GET', '/v1/demo')).status).toBe(401)
  })

  it.each([{ people: 99 }, { people: 20_001 }, { people: 100.5 }, { seed: 0 }, { seed: 'a' }])('refuses %o', async (body) => {
    expect((await server.request('POST', '/v1/demo', { as: owner, body })).status).toBe(400)
  })

  it('gives each asking person one workspace, also when they ask twice at once, with defaults and no body', async () => {
    const person = await makeWorkspace(server)
    const [first, second] = await Promise.all([loadFor(person), loadFor(person)])
    expect(first).toMatchObject({ state: 'running', workspace: 'fernhill-demo-2', people: 5000 })
    expect(second.workspace).toBe(first.workspace)
    const { rows } = await server.platform.pool.query("select from graphile_worker.jobs where task_identifier = 'load-demo-brand'")
    expect(rows).toHaveLength(1)
    await server.platform.pool.query("delete from workspaces where slug = 'fernhill-demo-2'")
  })
})

describe('a load that did not come to its end', () => {
  it('is run again by whoever asks, once its process has been silent', async () => {
    const workspaceId = await findWorkspaceId('fernhill-demo')
    await pretendLoading(workspaceId, 61)
    expect(await readState(owner)).toMatchObject({ state: 'failed', sent: 7, message: expect.stringContaining('Load it again') })
    expect(await loadFor(owner)).toMatchObject({ state: 'running', message: null })
    const worker = await server.startWorker()
    try {
      expect(await finish(owner)).toMatchObject({ state: 'done', sent: await countGenerated(workspaceId) })
    } finally {
      await worker.stop()
    }
  }, 120_000)

  it('is waited for while its process is alive', async () => {
    const workspaceId = await findWorkspaceId('fernhill-demo')
    await pretendLoading(workspaceId, 0)
    const stop = new AbortController()
    const onWait = () => stop.abort(new Error('Enough waiting.'))
    await expect(runLoad(server.platform, workspaceId, { signal: stop.signal, onWait })).rejects.toThrow('Enough waiting.')
    expect(await readState(owner)).toMatchObject({ state: 'running', sent: 7 })
  })

  it.each([
    ['goes on by itself after a stop of the worker', true, { message: 'Stopped half-way.' }, { state: 'running', message: null }],
    ['is a failure after a stop of the command line', false, { kind: 'failed' }, { state: 'failed', message: 'Stopped half-way.' }],
  ])('%s', async (_title, isResumed, expected, state) => {
    const workspaceId = await findWorkspaceId('fernhill-demo')
    await pretendLoading(workspaceId, 11)
    const stop = new AbortController()
    const onProgress = () => stop.abort(new Error('Stopped half-way.'))
    const outcome = await runLoad(server.platform, workspaceId, { signal: stop.signal, isResumed, onProgress }).catch((error: Error) => error)
    expect(outcome).toMatchObject(expected)
    expect(await readState(owner)).toMatchObject(state)
    const { rows } = await server.platform.pool.query('select heartbeat_at from demo_loads where workspace_id = $1', [workspaceId])
    expect(rows[0].heartbeat_at).toBeNull()
  })

  it('says why: the write key was revoked', async () => {
    const workspaceId = await findWorkspaceId('fernhill-demo')
    const caller = { headers: { ...owner.headers, 'x-rapport-workspace': 'fernhill-demo' } }
    const { body } = await server.request<{ items: Source[] }>('GET', '/v1/sources', { as: caller })
    const path = `/v1/sources/${body.items[0]!.id}`
    expectStatus(await server.request('PATCH', path, { as: caller, body: { revoked: true } }), 200)
    expect(await runLoad(server.platform, workspaceId)).toMatchObject({ kind: 'failed' })
    expect(await readState(owner)).toMatchObject({ state: 'failed', message: expect.stringContaining('does not accept the write key') })
    expectStatus(await server.request('PATCH', path, { as: caller, body: { revoked: false } }), 200)
    expect(await runLoad(server.platform, workspaceId)).toMatchObject({ kind: 'done' })
  })

  it('is not begun again once the server no longer remembers its message ids', async () => {
    const workspaceId = await findWorkspaceId('fernhill-demo')
    clock.advance(29 * dayMs)
    try {
      const outcome = await runLoad(server.platform, workspaceId, { isRepeated: true })
      expect(outcome).toMatchObject({ kind: 'failed', error: { message: expect.stringContaining('count events twice') } })
    } finally {
      clock.advance(-29 * dayMs)
    }
  })
})

describe('rapport demo', () => {
  it('finds the newest brand, the one with just these people, or makes it for all owners', async () => {
    const workspaceId = await findWorkspaceId('fernhill-demo')
    expect((await prepareDemo(server.platform, {})).workspaceId).toBe(workspaceId)
    expect((await prepareDemo(server.platform, { people: 100, seed: 3 })).workspaceId).toBe(workspaceId)
    const other = await prepareDemo(server.platform, { people: 20 })
    expect(other).toMatchObject({ isLoaded: false })
    expect(other.workspaceId).not.toBe(workspaceId)
    const { rows } = await server.platform.pool.query("select from members where workspace_id = $1 and user_id = $2 and role = 'owner'", [other.workspaceId, owner.userId])
    expect(rows).toHaveLength(1)
    await runLoad(server.platform, other.workspaceId)
    expect(await prepareDemo(server.platform, { people: 20, seed: 1 })).toEqual({ workspaceId: other.workspaceId, isLoaded: true })
    const truth = JSON.parse(await readFile(join(folder, 'demo-truth-fernhill-demo-2.json'), 'utf8'))
    expect(truth).toMatchObject({ people: 20, seed: 1 })
  })

  it('before the set-up makes a workspace that the first owner gets', async () => {
    const fresh = await start()
    try {
      const { workspaceId } = await prepareDemo(fresh.platform, { people: 20 })
      expect(await runLoad(fresh.platform, workspaceId)).toMatchObject({ kind: 'done' })
      const first = await fresh.signUp()
      const { body } = await fresh.request<DemoState>('GET', '/v1/demo', { as: first })
      expect(body).toMatchObject({ state: 'done', workspace: 'fernhill-demo', people: 20 })
      expect(first.workspace).toBe('test-shop')
    } finally {
      await fresh.close()
    }
  })
})
