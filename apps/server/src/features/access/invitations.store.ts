import type { Db } from '../../platform/postgres.ts'
import type { Role } from './access.contract.ts'
import type { AccessTables } from './access.tables.ts'

export interface InvitationRecord {
  id: string
  email: string
  role: Role
  createdAt: Date
  expiresAt: Date
}

const columns = ['id', 'email', 'role', 'created_at as createdAt', 'expires_at as expiresAt'] as const

/** Invitations that can still be accepted. */
export async function listOpenInvitations(db: Db, workspaceId: number, now: Date): Promise<InvitationRecord[]> {
  return db
    .withTables<AccessTables>()
    .selectFrom('invitations')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('accepted_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .execute()
}

/** A new invitation takes the place of an older one to the same address. */
export async function replaceInvitation(
  tx: Db,
  workspaceId: number,
  invitation: InvitationRecord & { tokenHash: Buffer; invitedBy: string },
): Promise<void> {
  const tables = tx.withTables<AccessTables>()
  await tables.deleteFrom('invitations').where('workspace_id', '=', workspaceId).where('email', '=', invitation.email).where('accepted_at', 'is', null).execute()
  await tables
    .insertInto('invitations')
    .values({
      id: invitation.id,
      workspace_id: workspaceId,
      email: invitation.email,
      role: invitation.role,
      token_hash: invitation.tokenHash,
      invited_by: invitation.invitedBy,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
      accepted_at: null,
    })
    .execute()
}

export async function deleteInvitation(tx: Db, workspaceId: number, id: string): Promise<InvitationRecord | undefined> {
  return tx
    .withTables<AccessTables>()
    .deleteFrom('invitations')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .returning(columns)
    .executeTakeFirst()
}

export async function findOpenInvitation(
  db: Db,
  tokenHash: Buffer,
  now: Date,
): Promise<(InvitationRecord & { workspaceId: number; workspaceName: string }) | undefined> {
  return db
    .withTables<AccessTables>()
    .selectFrom('invitations')
    .innerJoin('workspaces', 'workspaces.id', 'invitations.workspace_id')
    .select([
      'invitations.id',
      'email',
      'role',
      'invitations.created_at as createdAt',
      'expires_at as expiresAt',
      'workspace_id as workspaceId',
      'workspaces.name as workspaceName',
    ])
    .where('token_hash', '=', tokenHash)
    .where('accepted_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** Returns false when it was accepted in the meantime. */
export async function markInvitationAccepted(tx: Db, id: string, now: Date): Promise<boolean> {
  const row = await tx
    .withTables<AccessTables>()
    .updateTable('invitations')
    .set({ accepted_at: now })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
