// A profile in memory, as the processor folds events into it. Times are milliseconds since 1970.

import type { Stamp, StampedTraits } from './stamped-traits.ts'

export interface OrderRecord {
  id: string
  total: number
  refunded: number
  at: number
}

export interface DeviceRecord {
  kind: string
  os: string
  browser: string
  at: number
}

export interface ConsentRecord {
  isGranted: boolean
  stamp: Stamp
  sourceId: string
}

export interface ProfileStats {
  events: number
  pageViews: number
  sessions: number
  lastSessionId: string
  lastActiveAt: number
  orders: number
  revenue: number
  refunded: number
  returns: number
  lastOrderAt: number
  /** The 20 newest, to recognise an order that is sent twice and to know what a refund is of. */
  recentOrders: OrderRecord[]
  cartItems: number
  cartValue: number
  cartAt: number
  openMatters: { topic: string; at: number }[]
  /** The newest rating, 1 to 5 stars. */
  lastRating: { stars: number; at: number } | null
  devices: DeviceRecord[]
  companies: string[]
  timezone: string
  language: string
  isBot: boolean
  /** How many identifiers of each kind, merged profiles included. */
  identifiers: { user_id: number; email: number; phone: number; external_id: number; anonymous_id: number }
}

export interface ProfileState extends StampedTraits {
  id: string
  /** Traits, consent, identifiers or a merge changed since it was last written; otherwise only figures did. */
  isPersonChanged: boolean
  mergedInto: string | null
  /** Number of the batch that touched it last: what is not yet committed must not leave the cache. */
  touchedIn: number
  consent: Record<string, ConsentRecord>
  userId: string
  country: string
  city: string
  locatedAt: number
  firstSeenAt: number
  lastSeenAt: number
  stats: ProfileStats
}

export function createStats(): ProfileStats {
  return {
    events: 0, pageViews: 0, sessions: 0, lastSessionId: '', lastActiveAt: 0,
    orders: 0, revenue: 0, refunded: 0, returns: 0, lastOrderAt: 0, recentOrders: [],
    cartItems: 0, cartValue: 0, cartAt: 0, openMatters: [], lastRating: null, devices: [], companies: [],
    timezone: '', language: '', isBot: false,
    identifiers: { user_id: 0, email: 0, phone: 0, external_id: 0, anonymous_id: 0 },
  }
}

export function createProfileState(id: string, time: number): ProfileState {
  return {
    id, isPersonChanged: true, mergedInto: null, touchedIn: 0,
    traits: {}, stamps: {}, consent: {}, userId: '', country: '', city: '', locatedAt: 0,
    firstSeenAt: time, lastSeenAt: time, stats: createStats(),
  }
}

/** Two profiles that both carry a user id are never merged without a person's decision. */
export function isIdentified(profile: ProfileState): boolean {
  return profile.stats.identifiers.user_id > 0
}
