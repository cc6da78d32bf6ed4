import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSecretKey, makeUser, makeWorkspace, makeWriteKey } from '../../../test/makers.ts'
import { startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import type { AuditEntry } from './audit.contract.ts'
import { recordChange } from './index.ts'

type Page = { items: AuditEntry[]; nextCursor: string | null }

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server.close())

const read = async (as: Person, query = '') => server.request<Page>('GET', `/v1/audit${query}`, { as })

test('every change of a definition is there: who, what, from what to what', async () => {
  const owner = await makeWorkspace(server, { name: 'Audited' })
  const source = await makeWriteKey(server, owner, { name: 'Web' })
  await server.request('PATCH', `/v1/sources/${source.id}`, { body: { name: 'Shop' }, as: owner })
  const key = await makeSecretKey(server, owner, ['people:read'])
  await server.request('DELETE', `/v1/secret-keys/${key.id}`, { as: owner })
  await server.request('PATCH', '/v1/workspace', { body: { name: 'Renamed' }, as: owner })
  const member = await makeUser(server, 'viewer', owner)
  await server.request('PATCH', `/v1/team/${member.userId}`, { body: { role: 'analyst' }, as: owner })
  await server.request('DELETE', `/v1/team/${member.userId}`, { as: owner })
  const invited = await server.request<{ id: string }>('POST', '/v1/team/invitations', { body: { email: 'late@example.com', role: 'agent' }, as: owner })
  await server.request('DELETE', `/v1/team/invitations/${invited.body.id}`, { as: owner })

  const { items } = (await read(owner)).body
  expect(items.map(({ action }) => action)).toEqual([
    'invitation.revoked',
    'invitation.created',
    'member.removed',
    'member.role_changed',
    'member.joined',
    'invitation.created',
    'workspace.updated',
    'key.revoked',
    'key.created',
    'source.updated',
    'source.created',
    'workspace.created',
  ])
  const byOwner = { kind: 'user', id: owner.userId, name: owner.name }
  for (const entry of items) expect(entry.actor).toEqual(entry.action === 'member.joined' ? { kind: 'user', id: member.userId, name: member.name } : byOwner)
  expect(items.find(({ action }) => action === 'member.role_changed')).toMatchObject({
    target: { kind: 'member', id: member.userId, name: member.name },
    before: { role: 'viewer' },
    after: { role: 'analyst' },
  })
  expect(items.find(({ action }) => action === 'source.updated')).toMatchObject({ before: { name: 'Web' }, after: { name: 'Shop' } })
  expect(items.find(({ action }) => action === 'workspace.created')).toMatchObject({ before: null, after: { slug: 'audited' } })
})

test('what changes nothing is not a change', async () => {
  const owner = await makeWorkspace(server)
  const source = await makeWriteKey(server, owner, { name: 'Web' })
  await server.request('PATCH', `/v1/sources/${source.id}`, { body: { name: 'Web' }, as: owner })
  await server.request('PATCH', '/v1/workspace', { body: { currency: 'EUR' }, as: owner })
  await server.request('PATCH', `/v1/team/${owner.userId}`, { body: { role: 'owner' }, as: owner })
  expect((await read(owner)).body.items.map(({ action }) => action)).toEqual(['source.created', 'workspace.created'])
})

test('pages from the newest to the oldest, also while entries are added', async () => {
  const owner = await makeWorkspace(server)
  for (let index = 1; index <= 5; index += 1) await makeWriteKey(server, owner, { name: `Source ${index}` })
  const names: string[] = []
  let page = (await read(owner, '?limit=2')).body
  names.push(...page.items.map(({ target }) => target.name))
  await makeWriteKey(server, owner, { name: 'Source 6' })
  while (page.nextCursor) {
    page = (await read(owner, `?limit=2&cursor=${page.nextCursor}`)).body
    names.push(...page.items.map(({ target }) => target.name))
  }
  expect(names).toEqual(['Source 5', 'Source 4', 'Source 3', 'Source 2', 'Source 1', 'Other shop'])
  expect(await read(owner, '?cursor=1%20or%20true')).toMatchObject({ status: 400 })
  expect(await read(owner, '?limit=0')).toMatchObject({ status: 400 })
})

test('can be filtered by action and by what was changed', async () => {
  const owner = await makeWorkspace(server, { name: 'Filtered' })
  const source = await makeWriteKey(server, owner, { name: '100% Wool_Shop' })
  const key = await makeSecretKey(server, owner, ['people:read'])
  await server.request('DELETE', `/v1/secret-keys/${key.id}`, { as: owner })
  const find = async (query: string) => (await read(owner, query)).body.items.map(({ action }) => action)
  expect(await find('?action=key.')).toEqual(['key.revoked', 'key.created'])
  expect(await find('?action=key.created')).toEqual(['key.created'])
  expect(await find('?action=%25')).toEqual([])
  expect(await find(`?target=${source.id}`)).toEqual(['source.created'])
  expect(await find('?target=source')).toEqual(['source.created'])
  expect(await find('?target=wool_')).toEqual(['source.created'])
  expect(await find('?target=key&action=key.r')).toEqual(['key.revoked'])
})

test('is written with the change or not at all, and knows no other workspace', async () => {
  const [owner, stranger] = [await makeWorkspace(server), await makeWorkspace(server)]
  const { db } = server.platform
  const change = { actor: 'system', action: 'thing.created', target: { kind: 'thing', id: '1', name: 'Thing' }, before: null, after: {} } as const
  const failing = db.transaction().execute(async (tx) => {
    await recordChange(tx, { workspaceId: owner.workspaceId, ...change })
    throw new Error('the change failed')
  })
  await expect(failing).rejects.toThrow('the change failed')
  await db.transaction().execute((tx) => recordChange(tx, { workspaceId: stranger.workspaceId, ...change }))
  expect((await read(owner)).body.items.map(({ action }) => action)).toEqual(['workspace.created'])
  expect((await read(stranger)).body.items[0]).toMatchObject({ action: 'thing.created', actor: { kind: 'system', id: null, name: 'Rapport' } })
})
