// Makes what tests start from, through the API: people in a role, workspaces, keys.
import type { InviteReply, Me, Role, Workspace } from '../src/features/access/access.contract.ts'
import { findWorkspaceBySlug } from '../src/features/access/index.ts'
import type { CreatedSecretKey, CreateSourceRequest, SecretKey, Source } from '../src/features/sources/sources.contract.ts'
import { expectStatus, readCookie, type Caller, type Person, type TestServer } from './test-server.ts'

let people = 0

/** A new person in the workspace of `by` (the first owner when left out), who joined by an invitation. */
export async function makeUser(server: TestServer, role: Role, by?: Person): Promise<Person> {
  const inviter = by ?? (await server.signUp())
  people += 1
  const identity = { name: `Person ${people}`, email: `person-${people}@example.com`, password: `a password of person ${people}` }
  const invitation = { email: identity.email, role: role === 'owner' ? 'admin' : role }
  const invited = expectStatus(await server.request<InviteReply>('POST', '/v1/team/invitations', { body: invitation, as: inviter }), 201)
  const token = invited.body.link.split('#token=')[1]!
  const body = { name: identity.name, password: identity.password }
  const joined = expectStatus(await server.request<Me>('POST', `/v1/invitations/${token}`, { body }), 200)
  const userId = joined.body.user.id
  if (role === 'owner') expectStatus(await server.request('PATCH', `/v1/team/${userId}`, { body: { role }, as: inviter }), 200)
  const { workspace, workspaceId } = inviter
  return { ...identity, userId, workspace, workspaceId, headers: { cookie: readCookie(joined), 'x-rapport-workspace': workspace } }
}

/** A workspace of its own with its owner, a person who is in no other workspace. */
export async function makeWorkspace(server: TestServer, settings: { name?: string; currency?: string; timezone?: string } = {}): Promise<Person> {
  const firstOwner = await server.signUp()
  const person = await makeUser(server, 'viewer', firstOwner)
  const created = await server.request<Workspace>('POST', '/v1/workspaces', { body: { name: 'Other shop', ...settings }, as: person })
  const { slug } = expectStatus(created, 201).body
  expectStatus(await server.request('DELETE', `/v1/team/${person.userId}`, { as: firstOwner }), 200)
  const record = await findWorkspaceBySlug(server.platform.db, slug)
  return { ...person, workspace: slug, workspaceId: record!.id, headers: { ...person.headers, 'x-rapport-workspace': slug } }
}

/** A source with a write key. */
export async function makeWriteKey(server: TestServer, by: Person, source: Partial<CreateSourceRequest> = {}): Promise<Source> {
  const body = { name: 'Web shop', ...source }
  return expectStatus(await server.request<Source>('POST', '/v1/sources', { body, as: by }), 201).body
}

/** A secret key with these scopes, ready to be passed as `as`. */
export async function makeSecretKey(server: TestServer, by: Person, scopes: SecretKey['scopes']): Promise<CreatedSecretKey & Caller> {
  const body = { name: 'Back office', scopes }
  const created = expectStatus(await server.request<CreatedSecretKey>('POST', '/v1/secret-keys', { body, as: by }), 201).body
  return { ...created, headers: { authorization: `Bearer ${created.key}` } }
}
