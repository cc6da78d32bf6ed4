import { recordChange } from '../audit/index.ts'
import { notFound } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Role, Team } from './access.contract.ts'
import { assertRoleChange } from './access.rules.ts'
import { toInvitation } from './invitations.service.ts'
import { listOpenInvitations } from './invitations.store.ts'
import { deleteMember, listMembers, lockMember, updateMemberRole } from './members.store.ts'

export async function readTeam(platform: Platform, workspaceId: number): Promise<Team> {
  const [members, invitations] = await Promise.all([
    listMembers(platform.db, workspaceId),
    listOpenInvitations(platform.db, workspaceId, new Date(platform.clock.now())),
  ])
  return {
    members: members.map((member) => ({
      ...member,
      joinedAt: member.joinedAt.toISOString(),
      lastSeenAt: member.lastSeenAt?.toISOString() ?? null,
    })),
    invitations: invitations.map(toInvitation),
  }
}

/** @throws forbidden, conflict as `assertRoleChange` says */
export async function changeRole(platform: Platform, actor: Principal, workspaceId: number, userId: string, role: Role): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    const { member, owners } = await lockMember(tx, workspaceId, userId)
    if (!member) throw notFound('member')
    assertRoleChange({ actorRole: actor.role, from: member.role, to: role, owners })
    if (member.role === role) return
    await updateMemberRole(tx, workspaceId, userId, role)
    await recordChange(tx, {
      workspaceId,
      actor,
      action: 'member.role_changed',
      target: { kind: 'member', id: userId, name: member.name },
      before: { role: member.role },
      after: { role },
    })
  })
}

export async function removeMember(platform: Platform, actor: Principal, workspaceId: number, userId: string): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    const { member, owners } = await lockMember(tx, workspaceId, userId)
    if (!member) throw notFound('member')
    assertRoleChange({ actorRole: actor.role, from: member.role, to: null, owners })
    await deleteMember(tx, workspaceId, userId)
    await recordChange(tx, {
      workspaceId,
      actor,
      action: 'member.removed',
      target: { kind: 'member', id: userId, name: member.name },
      before: { email: member.email, role: member.role },
      after: null,
    })
  })
}
