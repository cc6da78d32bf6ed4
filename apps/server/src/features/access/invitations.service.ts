import { uuidv7 } from 'uuidv7'
import { recordChange } from '../audit/index.ts'
import { RapportError, notFound } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import { rolePermissions } from '../../platform/permissions.ts'
import type { Platform } from '../../platform/platform.ts'
import type { AcceptInvitationRequest, InvitationState, InviteReply, Role } from './access.contract.ts'
import type { PasswordCheck } from './account.service.ts'
import { writeInvitation } from './invitation-mail.ts'
import { deleteInvitation, findOpenInvitation, markInvitationAccepted, replaceInvitation, type InvitationRecord } from './invitations.store.ts'
import { findUserByEmail, insertMember, insertUser, isMemberEmail } from './members.store.ts'
import { hashPassword } from './passwords.ts'
import { startSession } from './sessions.service.ts'
import { createToken, hashToken } from './tokens.ts'
import { findWorkspace } from './workspaces.store.ts'

const validDays = 7

export function toInvitation(record: InvitationRecord) {
  const { id, email, role, createdAt, expiresAt } = record
  return { id, email, role, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() }
}

/** Invites by e-mail. The link is in the reply too, for when the mail does not arrive. @throws conflict for a member */
export async function invite(
  platform: Platform,
  actor: Principal,
  workspaceId: number,
  request: { email: string; role: Role },
): Promise<InviteReply> {
  const now = platform.clock.now()
  const token = createToken()
  const { email, role } = request
  const record = { id: uuidv7(), email, role, createdAt: new Date(now), expiresAt: new Date(now + validDays * 86_400_000) }
  await platform.db.transaction().execute(async (tx) => {
    if (await isMemberEmail(tx, workspaceId, email)) throw new RapportError('conflict', `${email} is a member of this workspace already.`)
    await replaceInvitation(tx, workspaceId, { ...record, tokenHash: hashToken(platform.config.secret, token), invitedBy: actor.id })
    await recordChange(tx, {
      workspaceId,
      actor,
      action: 'invitation.created',
      target: { kind: 'invitation', id: record.id, name: email },
      before: null,
      after: toInvitation(record),
    })
  })
  const workspace = await findWorkspace(platform.db, workspaceId)
  const link = `${platform.config.publicUrl}/invitation#token=${token}`
  const mail = writeInvitation({ to: email, workspaceName: workspace?.name ?? '', inviterName: actor.name, role, link, validDays })
  let isMailSent = true
  try {
    await platform.mail.send(workspaceId, mail)
  } catch (error) {
    isMailSent = false
    platform.log.warn({ error: String(error), workspaceId }, 'An invitation could not be sent by e-mail')
  }
  return { ...toInvitation(record), link, isMailSent }
}

export async function revokeInvitation(platform: Platform, actor: Principal, workspaceId: number, id: string): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    const record = await deleteInvitation(tx, workspaceId, id)
    if (!record) throw notFound('open invitation')
    await recordChange(tx, {
      workspaceId,
      actor,
      action: 'invitation.revoked',
      target: { kind: 'invitation', id, name: record.email },
      before: toInvitation(record),
      after: null,
    })
  })
}

async function requireInvitation(platform: Platform, token: string) {
  const invitation = await findOpenInvitation(platform.db, hashToken(platform.config.secret, token), new Date(platform.clock.now()))
  if (!invitation) throw new RapportError('gone', 'This invitation is no longer valid. Ask for a new one.')
  return invitation
}

/** @throws gone for a link that was used, revoked or is older than 7 days */
export async function readInvitation(platform: Platform, token: string): Promise<InvitationState> {
  const { email, role, workspaceName } = await requireInvitation(platform, token)
  const user = await findUserByEmail(platform.db, email)
  return { email, role, workspaceName, hasAccount: user !== undefined }
}

/** Joins the workspace and signs in: with a new account, or with the password of the account that the e-mail has. */
export async function acceptInvitation(
  platform: Platform,
  check: PasswordCheck,
  token: string,
  request: AcceptInvitationRequest,
  caller: { address: string; userAgent: string },
): Promise<{ userId: string; token: string }> {
  const now = platform.clock.now()
  const invitation = await requireInvitation(platform, token)
  const { email, role, workspaceId } = invitation
  const account = await findUserByEmail(platform.db, email)
  if (account && !(await check.verify({ email, address: caller.address, password: request.password }, account))) {
    throw new RapportError('wrong_password', `This is not the password of the account ${email}.`)
  }
  const name = account?.name ?? request.name
  if (!name) {
    throw new RapportError('invalid_request', 'Give your name.', { details: [{ path: 'name', message: 'Give your name.' }] })
  }
  const newPasswordHash = account ? undefined : await hashPassword(request.password)
  return platform.db.transaction().execute(async (tx) => {
    if (!(await markInvitationAccepted(tx, invitation.id, new Date(now)))) throw new RapportError('gone', 'This invitation was accepted already. Sign in.')
    const userId = account?.id ?? uuidv7()
    if (newPasswordHash) await insertUser(tx, { id: userId, email, name, passwordHash: newPasswordHash, createdAt: new Date(now) })
    await insertMember(tx, workspaceId, userId, role)
    const actor: Principal = { kind: 'user', id: userId, name, workspaceId, role, permissions: new Set(rolePermissions[role]) }
    await recordChange(tx, {
      workspaceId,
      actor,
      action: 'member.joined',
      target: { kind: 'member', id: userId, name },
      before: null,
      after: { email, role },
    })
    return { userId, token: await startSession(tx, platform.config.secret, { userId, userAgent: caller.userAgent, now }) }
  })
}
