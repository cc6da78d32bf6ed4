import type { Role } from '@contract/access/access.contract.ts'

// A record, so that a role that is added to the contract must be added here too.
const order: Record<Role, number> = { owner: 0, admin: 1, marketer: 2, agent: 3, analyst: 4, viewer: 5 }

/** Every role, from most to least. */
export const roles = Object.keys(order) as Role[]
