// Requests and replies of signing in, workspaces, the team and roles.
import { z } from 'zod'
import { id, instant } from '../../platform/contract.ts'

export const roles = ['owner', 'admin', 'marketer', 'agent', 'analyst', 'viewer'] as const
export const role = z.enum(roles)
export type Role = z.infer<typeof role>

export const email = z.email().max(320).transform((value) => value.trim().toLowerCase())
/** 10 to 200 characters; nothing else is asked of a password. */
export const password = z.string().min(10, 'Use at least 10 characters').max(200)
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Lower-case letters, digits and hyphens')

export const workspace = z.object({
  slug,
  name: z.string(),
  currency: z.string().meta({ description: 'ISO 4217, the currency of every amount' }),
  timezone: z.string().meta({ description: 'IANA zone of calendar days, e.g. Europe/Berlin' }),
  keepIp: z.boolean().meta({ description: 'Whether IP addresses of visitors are stored' }),
  isDemo: z.boolean(),
  createdAt: instant,
})
export type Workspace = z.infer<typeof workspace>

/** GET /v1/setup: whether the first owner exists already. */
export const setupState = z.object({ isDone: z.boolean() })

/** POST /v1/setup: creates the first owner and workspace. The token comes from the link printed at start. */
export const setupRequest = z.object({
  token: z.string().min(1),
  name: z.string().trim().min(1).max(120),
  email,
  password,
  workspaceName: z.string().trim().min(1).max(80),
  currency: z.string().regex(/^[A-Z]{3}$/).default('EUR'),
  timezone: z.string().min(1).max(60).default('UTC'),
})
export type SetupRequest = z.infer<typeof setupRequest>

/** POST /v1/sign-in */
export const signInRequest = z.object({ email, password: z.string().min(1).max(200) })
/** POST /v1/sign-out */
export const signedOut = z.null().meta({ description: 'Signed out' })

/** GET /v1/me: the signed-in person, their workspaces and, in each, what they may do. */
export const me = z.object({
  user: z.object({ id, name: z.string(), email: z.string() }),
  workspaces: z.array(workspace.extend({ role, permissions: z.array(z.string()) })),
})
export type Me = z.infer<typeof me>

/** POST /v1/workspaces */
export const createWorkspaceRequest = z.object({
  name: z.string().trim().min(1).max(80),
  currency: z.string().regex(/^[A-Z]{3}$/).default('EUR'),
  timezone: z.string().min(1).max(60).default('UTC'),
})
/** PATCH /v1/workspace */
export const updateWorkspaceRequest = z.object({
  name: z.string().trim().min(1).max(80).optional(),
  currency: z.string().regex(/^[A-Z]{3}$/).optional(),
  timezone: z.string().min(1).max(60).optional(),
  keepIp: z.boolean().optional(),
})
export type UpdateWorkspaceRequest = z.infer<typeof updateWorkspaceRequest>

/** GET /v1/team */
export const member = z.object({
  userId: id,
  name: z.string(),
  email: z.string(),
  role,
  joinedAt: instant,
  lastSeenAt: instant.nullable(),
})
export const invitation = z.object({ id, email: z.string(), role, createdAt: instant, expiresAt: instant })
export const team = z.object({ members: z.array(member), invitations: z.array(invitation) })
export type Team = z.infer<typeof team>

/** POST /v1/team/invitations: sends an e-mail with a link that is valid for 7 days; the link is in the reply too. */
export const inviteRequest = z.object({ email, role: role.exclude(['owner']) })
export const inviteReply = invitation.extend({ link: z.string(), isMailSent: z.boolean().meta({ description: 'False: pass the link on yourself' }) })
export type InviteReply = z.infer<typeof inviteReply>
/** DELETE /v1/team/invitations/:id; like all changes of the team it answers with the team. */
export const invitationParams = z.object({ id })
/** PATCH and DELETE /v1/team/:userId */
export const memberParams = z.object({ userId: id })
export const changeRoleRequest = z.object({ role })
/** GET /v1/invitations/:token */
export const invitationState = z.object({ email: z.string(), workspaceName: z.string(), role, hasAccount: z.boolean() })
export type InvitationState = z.infer<typeof invitationState>
export const invitationToken = z.object({ token: z.string().max(200) })
/** POST /v1/invitations/:token: a new person gives a name and password; one who has an account gives the password. */
export const acceptInvitationRequest = z.object({ name: z.string().trim().min(1).max(120).optional(), password })
export type AcceptInvitationRequest = z.infer<typeof acceptInvitationRequest>

/** PATCH /v1/me */
export const updateMeRequest = z.object({
  name: z.string().trim().min(1).max(120).optional(),
  currentPassword: z.string().max(200).optional(),
  newPassword: password.optional(),
})
export type UpdateMeRequest = z.infer<typeof updateMeRequest>
