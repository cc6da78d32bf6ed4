import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import { findKnownPeople, findKnownPerson, type NamedBy } from './known-person.store.ts'

let server: TestServer
let owner: Person
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  const { writeKey } = await makeWriteKey(server, owner, { platform: 'server' })
  await server.startWorker()
  const batch = [
    { type: 'page', anonymousId: 'phone' }, { type: 'page', anonymousId: 'laptop' }, { type: 'track', event: 'Order Completed', userId: 'mia' },
    // All three are one person now, two of them merged into the third.
    { type: 'identify', userId: 'mia', anonymousId: 'phone' }, { type: 'identify', userId: 'mia', anonymousId: 'laptop' },
    { type: 'identify', userId: 'ben', anonymousId: 'desk' }, { type: 'page', anonymousId: 'stranger' },
    // One device after the other, and never merged.
    ...Array.from({ length: 205 }, (_, index) => ({ type: 'identify', userId: 'collector', anonymousId: `device-${index}`, timestamp: new Date(Date.now() - (300 - index) * 60_000).toISOString() })),
  ].map((event, index) => ({ messageId: `known-${index}`, ...event }))
  await server.request('POST', '/v1/import', { body: { batch, writeKey } })
  await waitFor('the events to be processed', async () => (await server.request<{ waiting: number }>('GET', '/v1/stream/counters', { as: owner })).body.waiting === 0)
})
afterAll(() => server.close())

const find = (named: readonly NamedBy[], workspaceId = owner.workspaceId) => findKnownPeople(server.platform.pool, workspaceId, named)

test('many at once are found as each alone is, in their order', async () => {
  const named: NamedBy[] = [{ anonymousId: 'phone' }, {}, { userId: 'nobody' }, { userId: 'ben' }, { userId: 'mia', anonymousId: 'desk' }, { anonymousId: 'stranger' }, { userId: 'nobody', anonymousId: 'laptop' }]
  const together = await find(named)
  expect(together).toEqual(await Promise.all(named.map((by) => findKnownPerson(server.platform.pool, owner.workspaceId, by))))
  const [phone, nothing, nobody, ben, mia, stranger, laptop] = together
  expect([nothing, nobody]).toEqual([undefined, undefined])
  expect(mia).toEqual(phone)
  expect(laptop).toEqual(phone)
  expect([phone!.userIds, phone!.anonymousIds.toSorted(), phone!.isIdentified]).toEqual([['mia'], ['laptop', 'phone'], true])
  expect([ben!.userIds, ben!.anonymousIds, ben!.memberIds.length]).toEqual([['ben'], ['desk'], 1])
  expect([stranger!.userIds, stranger!.isIdentified]).toEqual([[], false])
})

test('by any profile that was merged the person is found that stands for it', async () => {
  const [mia] = await find([{ userId: 'mia' }])
  expect(mia!.memberIds.length).toBeGreaterThan(1)
  for (const found of await find(mia!.memberIds.map((profileId) => ({ profileId })))) expect(found!.id).toBe(mia!.id)
})

test('a profile counts before a user id, and that before an anonymous id', async () => {
  const [ben] = await find([{ userId: 'ben' }])
  const [byProfile, byUser] = await find([{ profileId: ben!.id, userId: 'mia', anonymousId: 'phone' }, { userId: 'ben', anonymousId: 'phone' }])
  expect([byProfile!.id, byUser!.id]).toEqual([ben!.id, ben!.id])
})

test('of many identifiers the newest 200 are told', async () => {
  const [collector] = await find([{ userId: 'collector' }])
  expect(collector!.memberIds).toHaveLength(1)
  expect(collector!.anonymousIds).toEqual(Array.from({ length: 200 }, (_, index) => `device-${204 - index}`))
})

test('a profile that does not exist is nobody, whatever else is named', async () => {
  expect(await find([{ profileId: '00000000-0000-4000-8000-000000000000', userId: 'ben' }])).toEqual([undefined])
})

test('nobody of another workspace is found', async () => {
  const other = await makeWorkspace(server)
  const [ben] = await find([{ userId: 'ben' }])
  expect(await find([{ userId: 'mia' }, { anonymousId: 'phone' }, { profileId: ben!.id }], other.workspaceId)).toEqual([undefined, undefined, undefined])
})
