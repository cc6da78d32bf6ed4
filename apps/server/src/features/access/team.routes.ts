import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { changeRoleRequest, inviteReply, inviteRequest, team, invitationParams, memberParams } from './access.contract.ts'
import { invite, revokeInvitation } from './invitations.service.ts'
import { changeRole, readTeam, removeMember } from './team.service.ts'

const tags = ['Team']
const manage = { access: 'team:manage' } as const

export function serveTeam(app: App, platform: Platform): void {
  app.get(
    '/v1/team',
    { config: { access: 'team:read' }, schema: { summary: 'Members and open invitations', tags, response: { 200: team } } },
    async (request) => readTeam(platform, workspaceOf(request)),
  )
  app.post(
    '/v1/team/invitations',
    { config: manage, schema: { summary: 'Invite someone by e-mail', tags, body: inviteRequest, response: { 201: inviteReply } } },
    async (request, reply) => reply.code(201).send(await invite(platform, principalOf(request), workspaceOf(request), request.body)),
  )
  app.delete(
    '/v1/team/invitations/:id',
    { config: manage, schema: { summary: 'Take an invitation back', tags, params: invitationParams, response: { 200: team } } },
    async (request) => {
      await revokeInvitation(platform, principalOf(request), workspaceOf(request), request.params.id)
      return readTeam(platform, workspaceOf(request))
    },
  )
  app.patch(
    '/v1/team/:userId',
    { config: manage, schema: { summary: "Change a member's role", tags, params: memberParams, body: changeRoleRequest, response: { 200: team } } },
    async (request) => {
      await changeRole(platform, principalOf(request), workspaceOf(request), request.params.userId, request.body.role)
      return readTeam(platform, workspaceOf(request))
    },
  )
  app.delete(
    '/v1/team/:userId',
    { config: manage, schema: { summary: 'Remove a member', tags, params: memberParams, response: { 200: team } } },
    async (request) => {
      await removeMember(platform, principalOf(request), workspaceOf(request), request.params.userId)
      return readTeam(platform, workspaceOf(request))
    },
  )
}
