import type { Clock } from '../../platform/clock.ts'
import { RapportError } from '../../platform/errors.ts'
import { rolePermissions } from '../../platform/permissions.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import type { Me, UpdateMeRequest } from './access.contract.ts'
import { createAttemptLimit } from './attempt-limit.ts'
import { findUser, findUserByEmail, updateUser, type UserRecord } from './members.store.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { startSession } from './sessions.service.ts'
import { endOtherSessions } from './sessions.store.ts'
import { hashToken } from './tokens.ts'
import { toWorkspace } from './workspaces.service.ts'
import { listMemberships } from './workspaces.store.ts'

const maxFailuresPerEmail = 10
/** Many people can share an address behind a company's router. */
const maxFailuresPerAddress = 30

/** Compares passwords and slows down whoever guesses. */
export interface PasswordCheck {
  /** @returns whether the password is the user's; false for no user. @throws too_many_requests */
  verify(attempt: { email: string; address: string; password: string }, user: UserRecord | undefined): Promise<boolean>
}

export function createPasswordCheck(clock: Clock): PasswordCheck {
  const attempts = createAttemptLimit(clock)
  return {
    async verify({ email, address, password }, user) {
      const limits = [
        { key: `email ${email}`, maxFailures: maxFailuresPerEmail },
        { key: `address ${address}`, maxFailures: maxFailuresPerAddress },
      ]
      attempts.take(limits)
      const isRight = await verifyPassword(user?.passwordHash, password)
      if (isRight) attempts.succeed(limits)
      return isRight
    },
  }
}

/** @throws wrong_password for an unknown e-mail as for a wrong password */
export async function signIn(
  platform: Platform,
  check: PasswordCheck,
  attempt: { email: string; password: string; address: string; userAgent: string },
): Promise<{ userId: string; token: string }> {
  const user = await findUserByEmail(platform.db, attempt.email)
  const isRight = await check.verify(attempt, user)
  if (!user || !isRight) throw new RapportError('wrong_password')
  return { userId: user.id, token: await startSession(platform.db, platform.config.secret, { userId: user.id, userAgent: attempt.userAgent, now: platform.clock.now() }) }
}

export async function readMe(db: Db, userId: string): Promise<Me> {
  const [user, memberships] = await Promise.all([findUser(db, userId), listMemberships(db, userId)])
  if (!user) throw new RapportError('unauthorized')
  return {
    user: { id: user.id, name: user.name, email: user.email },
    workspaces: memberships.map((membership) => ({
      ...toWorkspace(membership),
      role: membership.role,
      permissions: [...(rolePermissions[membership.role] ?? [])],
    })),
  }
}

function refuseField(path: string, message: string): RapportError {
  return new RapportError('invalid_request', message, { details: [{ path, message }] })
}

/** Changes the name or the password; a new password ends the person's other sessions. */
export async function updateMe(
  platform: Platform,
  check: PasswordCheck,
  caller: { userId: string; sessionToken: string; address: string },
  changes: UpdateMeRequest,
): Promise<Me> {
  const { db, clock, config } = platform
  const { name, currentPassword, newPassword } = changes
  let passwordHash: string | undefined
  if (newPassword !== undefined) {
    if (!currentPassword) throw refuseField('currentPassword', 'Give your current password to set a new one.')
    const user = await findUser(db, caller.userId)
    const isRight = await check.verify({ email: user?.email ?? '', address: caller.address, password: currentPassword }, user)
    if (!isRight) throw refuseField('currentPassword', 'This is not your current password.')
    passwordHash = await hashPassword(newPassword)
  }
  if (name !== undefined || passwordHash !== undefined) {
    await db.transaction().execute(async (tx) => {
      await updateUser(tx, caller.userId, { name, passwordHash })
      if (passwordHash) await endOtherSessions(tx, caller.userId, hashToken(config.secret, caller.sessionToken), new Date(clock.now()))
    })
  }
  return readMe(db, caller.userId)
}
