import { sql } from 'kysely'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeUser, makeWorkspace } from '../../../test/makers.ts'
import { createMovableClock, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import type { InvitationState, InviteReply, Me, Team } from './access.contract.ts'

const clock = createMovableClock()
let server: TestServer
let owner: Person
beforeAll(async () => {
  server = await startTestServer({ clock })
  owner = await server.signUp()
})
afterAll(async () => server.close())

const invite = (email: string, role = 'marketer', as = owner) => server.request<InviteReply>('POST', '/v1/team/invitations', { body: { email, role }, as })
const readToken = (link: string) => link.split('#token=')[1]!
const accept = (token: string, body: object) => server.request<Me>('POST', `/v1/invitations/${token}`, { body })
const readTeam = async (as = owner) => (await server.request<Team>('GET', '/v1/team', { as })).body

async function readMails(workspaceId: number, to: string) {
  const { rows } = await sql<{ source: string }>`select source from outbox_messages
    where workspace_id = ${workspaceId} and ${to} = any(rcpt_to) order by received_at`.execute(server.platform.db)
  return Promise.all(rows.map(({ source }) => PostalMime.parse(Buffer.from(source, 'latin1'))))
}

describe('an invitation', () => {
  test('comes by e-mail and makes a member with an account', async () => {
    const sent = await invite('Mara@Example.com')
    expect(sent).toMatchObject({ status: 201, body: { email: 'mara@example.com', role: 'marketer', isMailSent: true } })
    const [mail] = await readMails(owner.workspaceId, 'mara@example.com')
    expect(mail!.subject).toBe('Olga Owner invites you to Test shop')
    expect(mail!.text).toContain(sent.body.link)
    expect(mail!.html).toContain(`href="${sent.body.link}"`)

    const token = readToken(sent.body.link)
    expect((await server.request<InvitationState>('GET', `/v1/invitations/${token}`)).body).toEqual({
      email: 'mara@example.com',
      workspaceName: 'Test shop',
      role: 'marketer',
      hasAccount: false,
    })
    expect((await readTeam()).invitations.map(({ email }) => email)).toContain('mara@example.com')
    expect(await accept(token, { password: 'a long password' })).toMatchObject({ status: 400, body: { error: { details: [{ path: 'name' }] } } })
    const joined = await accept(token, { name: 'Mara', password: 'a long password' })
    expect(joined).toMatchObject({ status: 200, body: { user: { name: 'Mara' }, workspaces: [{ slug: owner.workspace, role: 'marketer' }] } })
    expect((await accept(token, { name: 'Mara', password: 'a long password' })).status).toBe(410)
    const team = await readTeam()
    expect(team.members.find(({ email }) => email === 'mara@example.com')).toMatchObject({ name: 'Mara', role: 'marketer' })
    expect(team.invitations.map(({ email }) => email)).not.toContain('mara@example.com')
    expect(await invite('mara@example.com')).toMatchObject({ status: 409 })
  })

  test('asks whoever has an account for its password', async () => {
    const other = await makeWorkspace(server)
    const { link } = (await invite(other.email, 'agent')).body
    expect((await server.request('GET', `/v1/invitations/${readToken(link)}`)).body).toMatchObject({ hasAccount: true })
    expect(await accept(readToken(link), { name: 'Thief', password: 'a wrong password' })).toMatchObject({ status: 401, body: { error: { code: 'wrong_password' } } })
    const joined = await accept(readToken(link), { password: other.password })
    expect(joined.body.user.id).toBe(other.userId)
    expect(joined.body.workspaces.map(({ slug, role }) => [slug, role])).toEqual([[owner.workspace, 'agent'], [other.workspace, 'owner']])
  })

  test('is replaced by the next to the same address, can be taken back, and ends after 7 days', async () => {
    const first = (await invite('ina@example.com')).body
    const second = (await invite('ina@example.com', 'viewer')).body
    expect((await accept(readToken(first.link), { name: 'Ina', password: 'a long password' })).status).toBe(410)
    expect((await readTeam()).invitations.filter(({ email }) => email === 'ina@example.com')).toHaveLength(1)
    const revoked = await server.request<Team>('DELETE', `/v1/team/invitations/${second.id}`, { as: owner })
    expect(revoked.body.invitations).not.toContainEqual(expect.objectContaining({ id: second.id }))
    expect((await accept(readToken(second.link), { name: 'Ina', password: 'a long password' })).status).toBe(410)
    const third = (await invite('ina@example.com')).body
    clock.advance(7 * 86_400_000 + 1000)
    expect((await server.request('GET', `/v1/invitations/${readToken(third.link)}`)).status).toBe(410)
    expect((await server.request('GET', '/v1/invitations/not-a-token')).status).toBe(410)
  })

  test('makes no owner', async () => {
    expect(await invite('boss@example.com', 'owner')).toMatchObject({ status: 400 })
  })

  test('gives its link also when no mail server answers', async () => {
    const unreachable = await startTestServer({ config: { smtpUrl: 'smtp://127.0.0.1:1', logLevel: 'silent' } })
    try {
      const as = await unreachable.signUp()
      const sent = await unreachable.request<InviteReply>('POST', '/v1/team/invitations', { body: { email: 'far@example.com', role: 'viewer' }, as })
      expect(sent).toMatchObject({ status: 201, body: { isMailSent: false } })
      expect((await unreachable.request('GET', `/v1/invitations/${readToken(sent.body.link)}`)).status).toBe(200)
    } finally {
      await unreachable.close()
    }
  })

  test('shows what people typed as text', async () => {
    const other = await makeWorkspace(server, { name: '<img src=x> & "Sons"' })
    await invite('curious@example.com', 'viewer', other)
    const [mail] = await readMails(other.workspaceId, 'curious@example.com')
    expect(mail!.html).toContain('&lt;img src=x&gt; &amp; &quot;Sons&quot;')
    expect(mail!.html).not.toContain('<img')
  })
})

describe('owners', () => {
  const setRole = (userId: string, role: string, as: Person) => server.request('PATCH', `/v1/team/${userId}`, { body: { role }, as })
  const remove = (userId: string, as: Person) => server.request('DELETE', `/v1/team/${userId}`, { as })

  test('the last one stays', async () => {
    const alone = await makeWorkspace(server)
    expect(await setRole(alone.userId, 'admin', alone)).toMatchObject({ status: 409 })
    expect(await remove(alone.userId, alone)).toMatchObject({ status: 409 })
    expect(await setRole(alone.userId, 'owner', alone)).toMatchObject({ status: 200 })
    const second = await makeUser(server, 'owner', alone)
    expect(await remove(alone.userId, second)).toMatchObject({ status: 200 })
    expect((await readTeam(second)).members.map(({ userId, role }) => [userId, role])).toEqual([[second.userId, 'owner']])
  })

  test('two who remove each other at the same moment leave one', async () => {
    const first = await makeWorkspace(server)
    const second = await makeUser(server, 'owner', first)
    const replies = await Promise.all([remove(second.userId, first), remove(first.userId, second)])
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    const winner = replies[0].status === 200 ? first : second
    expect((await readTeam(winner)).members.filter(({ role }) => role === 'owner')).toHaveLength(1)
  })

  test('are made, changed and removed by owners alone', async () => {
    const [admin, second, viewer] = [await makeUser(server, 'admin'), await makeUser(server, 'owner'), await makeUser(server, 'viewer')]
    expect(await setRole(second.userId, 'viewer', admin)).toMatchObject({ status: 403 })
    expect(await remove(second.userId, admin)).toMatchObject({ status: 403 })
    expect(await setRole(admin.userId, 'owner', admin)).toMatchObject({ status: 403 })
    expect(await setRole(viewer.userId, 'analyst', admin)).toMatchObject({ status: 200 })
    expect(await remove(viewer.userId, admin)).toMatchObject({ status: 200 })
    expect(await setRole(second.userId, 'viewer', owner)).toMatchObject({ status: 200 })
  })
})

test("another workspace's people and invitations do not exist", async () => {
  const other = await makeWorkspace(server)
  const theirs = await makeUser(server, 'viewer', other)
  const invitation = (await invite('theirs@example.com', 'viewer', other)).body
  for (const [method, url, body] of [
    ['PATCH', `/v1/team/${theirs.userId}`, { role: 'admin' }],
    ['DELETE', `/v1/team/${theirs.userId}`, undefined],
    ['DELETE', `/v1/team/invitations/${invitation.id}`, undefined],
  ] as const) {
    expect(await server.request(method, url, { as: owner, body })).toMatchObject({ status: 404 })
  }
  const team = await readTeam(other)
  expect(team.members.find(({ userId }) => userId === theirs.userId)).toMatchObject({ role: 'viewer' })
  expect(team.invitations).toHaveLength(1)
  expect((await readTeam()).members.map(({ userId }) => userId)).not.toContain(theirs.userId)
})
