// What memberships on the stream once got wrong, one case each.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { features } from '../../../features.ts'
import { holdsFor, type Happening } from '../../../../test/rule-oracle.ts'
import { RuleTrial } from '../../../../test/rule-trial.ts'
import { withTransaction } from '../../../platform/postgres.ts'
import { startTestServer } from '../../../../test/test-server.ts'
import { makeSecretKey } from '../../../../test/makers.ts'
import type { Condition, Definition } from '../conditions.contract.ts'
import type { Segment } from '../segments.contract.ts'
import { activateFills } from './fill-store.ts'

const dayMs = 86_400_000
let trial: RuleTrial

beforeEach(async () => {
  trial = await RuleTrial.start({ startsAt: Date.parse('2027-03-01T12:00:00.000Z'), timezone: 'Europe/Berlin' })
})
afterEach(() => trial.close())

const all = (...conditions: Condition[]): Definition => ({ type: 'all', conditions })
const days = (amount: number) => ({ amount, unit: 'days' as const })
const ordered = (operator: 'at_least' | 'at_most', value: number, span: number): Condition => ({
  type: 'event', event: { type: 'track', name: 'Ordered', filters: [] }, aggregate: { function: 'count' }, operator, value, window: { kind: 'sliding', length: days(span) },
})
const isPlus: Condition = { type: 'trait', trait: 'plan', operator: 'equals', value: 'plus' }

function say(sender: string, more: Partial<Happening>): Happening {
  return { type: 'track', name: 'Ordered', time: trial.now, receivedAt: trial.now, sender, properties: {}, traits: {}, groupId: '', ...more }
}
const be = (sender: string, traits: Record<string, unknown>) => say(sender, { type: 'identify', name: '', traits })
const join = (sender: string, groupId: string, traits: Record<string, unknown> = {}) => say(sender, { type: 'group', name: '', groupId, traits })

const toldOf = async (id: string, profileIds: readonly string[]) =>
  (await trial.readTold()).filter((one) => one.segmentId === id && profileIds.includes(one.profileId)).map((one) => `${one.isEntered ? 'in' : 'out'} ${new Date(one.at).toISOString()}`)

test('a segment that shares its series with an older one notes when time will bring people in', async () => {
  await trial.makeSegment(all(ordered('at_least', 1, 90)))
  await trial.settle()
  await trial.send([say('user-1', {})])
  await trial.settle()
  const quiet = await trial.makeSegment(all(ordered('at_least', 1, 90), { type: 'none', conditions: [ordered('at_least', 1, 30)] }))
  expect(await trial.findDisagreements(), 'before').toEqual([])
  await trial.advance(31 * dayMs)
  expect(await trial.findDisagreements(), 'after a month').toEqual([])
  expect(await toldOf(quiet, [trial.profileId('user-1')])).toEqual(['in 2027-03-31T12:00:00.000Z'])
})

test('what is known of a company changes with time and by anybody’s call, over any number of merges', async () => {
  const renewing = await trial.makeSegment(all({ type: 'company', trait: 'renewal', operator: 'within_next', length: days(3) }))
  const large = await trial.makeSegment(all({ type: 'company', trait: 'seats', operator: 'at_least', value: 10 }))
  await trial.settle()
  await trial.send([join('anonymous-1', 'acme', { renewal: '2027-03-06T12:00:00.000Z', seats: 5 })])
  await trial.send([be('mail-1@shop.example', { email: 'mail-1@shop.example' })])
  expect(await trial.findDisagreements(), 'at first').toEqual([])
  await trial.advance(2 * dayMs)
  expect(await trial.findDisagreements(), 'when it comes near').toEqual([])
  expect(await toldOf(renewing, [trial.profileId('anonymous-1')])).toEqual(['in 2027-03-03T12:00:00.000Z'])
  // The visitor goes into one customer, who goes into another by hand.
  await trial.send([be('user-1', {}), be('user-2', {})], [{}, {}])
  await trial.settle()
  await trial.send([be('user-1', {})], [{ anonymousId: 'anonymous-1' }])
  trial.unite('user-1', 'anonymous-1')
  await trial.settle()
  await trial.call('POST', `/v1/people/${trial.profileId('user-2')}/merge`, { otherId: trial.profileId('user-1'), reason: '' })
  trial.unite('user-1', 'user-2')
  expect(await trial.findDisagreements(), 'after two merges').toEqual([])
  await trial.send([join('user-9', 'acme', { seats: 20 })])
  expect(await trial.findDisagreements(), 'after a colleague has made the company grow').toEqual([])
  expect((await trial.storedIds()).get(large)).toEqual([trial.profileId('user-2'), trial.profileId('user-9')].toSorted())
})

test('who comes, goes and comes back within a millisecond is told three times', async () => {
  const plus = await trial.makeSegment(all(isPlus))
  for (const plan of ['plus', 'free', 'plus']) {
    await trial.send([be('user-1', { plan })])
    expect(await trial.findDisagreements(), plan).toEqual([])
  }
  expect(await toldOf(plus, [trial.profileId('user-1')])).toEqual(['in', 'out', 'in'].map((direction) => `${direction} 2027-03-01T12:00:00.000Z`))
})

test('who goes and comes back within a batch is a member since then', async () => {
  const plus = await trial.makeSegment(all(isPlus))
  await trial.send([be('user-1', { plan: 'plus' })])
  await trial.gather(async (move) => {
    for (const plan of ['free', 'plus']) {
      move(5_000)
      await trial.send([be('user-1', { plan })])
    }
  })
  expect(await trial.findDisagreements(), 'after both').toEqual([])
  expect((await toldOf(plus, [trial.profileId('user-1')])).map((told) => told.split(' ')[0])).toEqual(['in', 'out', 'in'])
  const { rows } = await trial.platform.pool.query<{ since: Date }>('select since from segment_memberships where segment_id = $1', [plus])
  expect(rows).toEqual([{ since: new Date(trial.now) }])
})

test('a visitor who came in and turned out to be a customer within a batch leaves no membership behind', async () => {
  const buyers = await trial.makeSegment(all(ordered('at_least', 1, 10)))
  await trial.send([say('user-1', { name: 'Looked' }), say('anonymous-1', { name: 'Looked' })])
  await trial.gather(async (move) => {
    await trial.send([say('anonymous-1', {})])
    move(5_000)
    await trial.send([say('anonymous-1', { name: 'Looked' })])
    move(5_000)
    await trial.send([be('user-1', {})], [{ anonymousId: 'anonymous-1' }])
  })
  trial.unite('user-1', 'anonymous-1')
  expect(await trial.findDisagreements(), 'after the merge').toEqual([])
  expect((await trial.storedIds()).get(buyers)).toEqual([trial.profileId('user-1')])
})

test('undoing a merge by hand gives each of the two their own memberships back, lists included', async () => {
  const buyers = await trial.makeSegment(all(ordered('at_least', 1, 30)))
  const list = await trial.makeList()
  const listed = await trial.makeSegment(all({ type: 'segment', segmentId: list, isMember: true }))
  await trial.send([say('user-1', {}), say('user-2', { name: 'Looked' })])
  await trial.list(list, 'user-1', true)
  await trial.list(list, 'user-2', true)
  await trial.list(list, 'user-2', false)
  await trial.settle()
  const [one, two] = [trial.profileId('user-1'), trial.profileId('user-2')]
  await trial.call('POST', `/v1/people/${two}/merge`, { otherId: one, reason: '' })
  await trial.settle()
  // Either was in: the one person is. What was told last says so as well.
  for (const id of [buyers, list, listed]) expect((await trial.storedIds()).get(id)).toEqual([two])
  expect((await trial.compiledIds()).get(listed)).toEqual([two])
  expect((await toldOf(list, [one, two])).at(-1)).toMatch(/^in/)
  const { rows } = await trial.platform.pool.query<{ id: string }>('select id from profile_merges')
  await trial.call('POST', `/v1/merges/${rows[0]!.id}/undo`)
  await trial.settle()
  expect((await trial.storedIds()).get(buyers)).toEqual([one])
  expect((await toldOf(buyers, [one])).map((told) => told.split(' ')[0])).toEqual(['in'])
  expect(await toldOf(buyers, [two])).toEqual([])
  expect((await trial.compiledIds()).get(listed)).toEqual((await trial.storedIds()).get(listed))
})

test('sizes follow an erasure', async () => {
  const plus = await trial.makeSegment(all(isPlus))
  await trial.send(['user-1', 'user-2', 'user-3'].map((sender) => be(sender, { plan: 'plus' })))
  expect(await trial.findDisagreements(), 'before').toEqual([])
  const gone = trial.profileId('user-2')
  await trial.platform.db.transaction().execute(async (tx) => {
    for (const feature of features) for (const data of feature.personalData ?? []) await data.onErase(tx, trial.workspaceId, [gone])
  })
  const { rows } = await trial.platform.pool.query(
    `select size, (select size from segment_sizes where segment_id = $1 order by hour desc limit 1) as last,
       (select count(*)::int from segment_memberships where segment_id = $1) as members, (select count(*)::int from segment_states where profile_id = $2) as states
     from segments where id = $1`,
    [plus, gone],
  )
  expect(rows).toEqual([{ size: 2, last: 2, members: 2, states: 0 }])
})

test('a filling that is begun anew takes series of its own; one that goes on keeps them', async () => {
  const server = await startTestServer()
  try {
    const owner = await server.signUp()
    const as = await makeSecretKey(server, owner, ['segments:read', 'segments:write'])
    const { pool } = server.platform
    const { body } = await server.request<Segment>('POST', '/v1/segments', { as, body: { name: 'Buyers', definition: all(ordered('at_least', 2, 30)) } })
    const activate = async (cursor: number) => {
      await withTransaction(pool, (client) => activateFills(client, owner.workspaceId, cursor))
      return (await pool.query<{ ref: number; from_seq: number }>('select ref, from_seq from segment_series')).rows[0]!
    }
    const first = await activate(10)
    expect(first.from_seq).toBe(10)
    // Some of the history is in, and the worker begins again.
    await pool.query('update segment_fills set position = gen_random_uuid()')
    expect(await activate(20)).toEqual(first)
    await server.request('PATCH', `/v1/segments/${body.id}`, { as, body: { definition: all(ordered('at_least', 3, 30)) } })
    const second = await activate(30)
    expect(second.from_seq).toBe(30)
    expect(second.ref).not.toBe(first.ref)
    await pool.query("update segments set status = 'failed'; delete from segment_fills")
    await withTransaction(pool, (client) => activateFills(client, owner.workspaceId, 40))
    expect((await pool.query('select from segment_series')).rowCount).toBe(0)
  } finally {
    await server.close()
  }
})

test('the oracle itself knows the edges of a window', () => {
  const rule = all(ordered('at_least', 1, 1))
  const world = { happenings: [say('a', { time: 0 })], timezone: 'UTC', togetherWith: () => new Set(['a']), profileId: () => '', rule: () => null, isListed: () => false }
  expect([-1, 0, dayMs - 1, dayMs].map((now) => holdsFor(rule, world, { sender: 'a', now, isKnown: () => true }))).toEqual([false, true, true, false])
})

test('what is told of a list before its definition was read is not passed over', async () => {
  await trial.send([say('user-a', {})])
  await trial.settle()
  // As if the signal of its making came late: the row alone, then the entry.
  const id = '01a20000-0000-7000-8000-00000000000a'
  await trial.platform.pool.query(
    "insert into segments (workspace_id, id, name, kind, status, created_at, created_by, updated_at) values ($1, $2, 'Late', 'static', 'ready', now(), 'x', now())",
    [trial.workspaceId, id],
  )
  await trial.call('POST', `/v1/segments/${id}/members`, { identifiers: ['user-a'] })
  const { rows } = await trial.platform.pool.query('select from segment_memberships where workspace_id = $1 and segment_id = $2', [trial.workspaceId, id])
  expect(rows).toHaveLength(1)
})
