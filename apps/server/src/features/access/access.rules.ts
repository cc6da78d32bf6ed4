import { RapportError } from '../../platform/errors.ts'
import type { Role } from './access.contract.ts'

const maxSlugLength = 36

/** A name as part of an address: "Möbel & Mehr" becomes "mobel-mehr". Leaves room for a number behind it. */
export function toSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxSlugLength)
    .replaceAll(/^-+|-+$/g, '')
  return slug || 'workspace'
}

/** The first of slug, slug-2, slug-3 … that is not taken. */
export function pickFreeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug
  let number = 2
  while (taken.has(`${slug}-${number}`)) number += 1
  return `${slug}-${number}`
}

/** Whether JavaScript can find calendar days in this zone: a name, not an offset, whose sign PostgreSQL reads the other way. */
export function isNamedTimezone(timezone: string): boolean {
  if (!/^[A-Za-z]/.test(timezone)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * Whether `actorRole` may turn a member's role `from` into `to` (null: out of the workspace).
 * @throws forbidden when an owner is concerned and the actor is none; conflict for the last owner
 */
export function assertRoleChange(change: { actorRole: string | null; from: Role; to: Role | null; owners: number }): void {
  const { actorRole, from, to, owners } = change
  if (from === to) return
  if ((from === 'owner' || to === 'owner') && actorRole !== 'owner') {
    throw new RapportError('forbidden', 'Only an owner can make, change or remove owners.')
  }
  if (from === 'owner' && owners <= 1) {
    throw new RapportError('conflict', 'This is the last owner. Make someone else an owner first.')
  }
}
