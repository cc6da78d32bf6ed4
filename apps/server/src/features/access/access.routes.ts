import type { FastifyReply, FastifyRequest } from 'fastify'
import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import {
  acceptInvitationRequest,
  createWorkspaceRequest,
  invitationState,
  invitationToken,
  me,
  setupRequest,
  setupState,
  signInRequest,
  signedOut,
  updateMeRequest,
  updateWorkspaceRequest,
  workspace,
} from './access.contract.ts'
import { readMe, signIn, updateMe, type PasswordCheck } from './account.service.ts'
import { sessionCookie } from './authenticator.ts'
import { acceptInvitation, readInvitation } from './invitations.service.ts'
import { sessionDays, signOut } from './sessions.service.ts'
import { completeSetup, isSetUp } from './setup.service.ts'
import { createWorkspace, readSettings, toWorkspace, updateWorkspace } from './workspaces.service.ts'

const open = { access: 'public' } as const
const signedIn = { access: 'signed-in' } as const
const tags = ['Access']

function userAgentOf(request: FastifyRequest): string {
  return request.headers['user-agent'] ?? ''
}

function setSessionCookie(reply: FastifyReply, platform: Platform, token: string): void {
  const isSecure = platform.config.publicUrl.startsWith('https:')
  void reply.setCookie(sessionCookie, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure, maxAge: sessionDays * 86_400 })
}

function serveSetup(app: App, platform: Platform): void {
  app.get(
    '/v1/setup',
    { config: open, schema: { summary: 'Whether there is an owner', tags, security: [], response: { 200: setupState } } },
    async () => ({ isDone: await isSetUp(platform.db) }),
  )
  app.post(
    '/v1/setup',
    { config: open, schema: { summary: 'Make the first owner and workspace', tags, security: [], body: setupRequest, response: { 200: me } } },
    async (request, reply) => {
      const { userId, token } = await completeSetup(platform, request.body, userAgentOf(request))
      setSessionCookie(reply, platform, token)
      return readMe(platform.db, userId)
    },
  )
}

function serveSessions(app: App, platform: Platform, check: PasswordCheck): void {
  app.post(
    '/v1/sign-in',
    { config: open, schema: { summary: 'Sign in with e-mail and password', tags, security: [], body: signInRequest, response: { 200: me } } },
    async (request, reply) => {
      const attempt = { ...request.body, address: request.ip, userAgent: userAgentOf(request) }
      const { userId, token } = await signIn(platform, check, attempt)
      setSessionCookie(reply, platform, token)
      return readMe(platform.db, userId)
    },
  )
  app.post(
    '/v1/sign-out',
    { config: signedIn, schema: { summary: 'End this session', tags, response: { 204: signedOut } } },
    async (request, reply) => {
      await signOut(platform, request.cookies[sessionCookie] ?? '')
      return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send(null)
    },
  )
}

function serveAccount(app: App, platform: Platform, check: PasswordCheck): void {
  app.get(
    '/v1/me',
    { config: signedIn, schema: { summary: 'The signed-in person and their workspaces', tags, response: { 200: me } } },
    async (request, reply) => {
      // The server extends the session with use; the app asks here whenever it opens, so the browser keeps it as long.
      setSessionCookie(reply, platform, request.cookies[sessionCookie] ?? '')
      return readMe(platform.db, principalOf(request).id)
    },
  )
  app.patch(
    '/v1/me',
    { config: signedIn, schema: { summary: 'Change your name or password', tags, body: updateMeRequest, response: { 200: me } } },
    async (request) => {
      const caller = { userId: principalOf(request).id, sessionToken: request.cookies[sessionCookie] ?? '', address: request.ip }
      return updateMe(platform, check, caller, request.body)
    },
  )
}

function serveWorkspaces(app: App, platform: Platform): void {
  app.post(
    '/v1/workspaces',
    { config: signedIn, schema: { summary: 'Create a workspace', tags, body: createWorkspaceRequest, response: { 201: workspace } } },
    async (request, reply) => {
      const actor = principalOf(request)
      const created = await platform.db.transaction().execute((tx) => createWorkspace(tx, { ...request.body, ownerIds: [actor.id], actor }))
      return reply.code(201).send(toWorkspace(created))
    },
  )
  app.get(
    '/v1/workspace',
    { config: { access: 'settings:read' }, schema: { summary: "The workspace's settings", tags, response: { 200: workspace } } },
    async (request) => readSettings(platform.db, workspaceOf(request)),
  )
  app.patch(
    '/v1/workspace',
    {
      config: { access: 'settings:write' },
      schema: { summary: "Change the workspace's settings", tags, body: updateWorkspaceRequest, response: { 200: workspace } },
    },
    async (request) => updateWorkspace(platform, principalOf(request), workspaceOf(request), request.body),
  )
}

function serveInvitations(app: App, platform: Platform, check: PasswordCheck): void {
  app.get(
    '/v1/invitations/:token',
    { config: open, schema: { summary: 'What an invitation is for', tags, security: [], params: invitationToken, response: { 200: invitationState } } },
    async (request) => readInvitation(platform, request.params.token),
  )
  app.post(
    '/v1/invitations/:token',
    {
      config: open,
      schema: { summary: 'Accept an invitation', tags, security: [], params: invitationToken, body: acceptInvitationRequest, response: { 200: me } },
    },
    async (request, reply) => {
      const caller = { address: request.ip, userAgent: userAgentOf(request) }
      const { userId, token } = await acceptInvitation(platform, check, request.params.token, request.body, caller)
      setSessionCookie(reply, platform, token)
      return readMe(platform.db, userId)
    },
  )
}

export function serveAccess(app: App, platform: Platform, check: PasswordCheck): void {
  serveSetup(app, platform)
  serveSessions(app, platform, check)
  serveAccount(app, platform, check)
  serveWorkspaces(app, platform)
  serveInvitations(app, platform, check)
}
