// What one profile becomes when another goes into it: latest trait wins, figures add up.
import type { ConsentRecord, ProfileState, ProfileStats } from './profile-state.ts'
import { isLater, ownValue, setTrait } from './stamped-traits.ts'

function combineTraits(into: ProfileState, from: ProfileState): void {
  for (const [name, stamp] of Object.entries(from.stamps)) setTrait(into, name, ownValue(from.traits, name), stamp)
}

function combineConsent(into: Record<string, ConsentRecord>, from: Record<string, ConsentRecord>): void {
  for (const [key, record] of Object.entries(from)) {
    if (isLater(record.stamp, into[key]?.stamp)) into[key] = record
  }
}

function combineStats(into: ProfileStats, from: ProfileStats): void {
  const isFromNewer = from.lastActiveAt > into.lastActiveAt
  const isFromCartNewer = from.cartAt > into.cartAt
  // An order known on both sides counts once.
  const known = new Set(into.recentOrders.map((order) => order.id).filter(Boolean))
  const doubled = from.recentOrders.filter((order) => known.has(order.id))
  const sum = (pick: (order: { total: number; refunded: number }) => number) => doubled.reduce((total, order) => total + pick(order), 0)
  Object.assign(into, {
    events: into.events + from.events,
    pageViews: into.pageViews + from.pageViews,
    sessions: into.sessions + from.sessions - (into.lastSessionId !== '' && into.lastSessionId === from.lastSessionId ? 1 : 0),
    lastSessionId: isFromNewer ? from.lastSessionId : into.lastSessionId,
    lastActiveAt: Math.max(into.lastActiveAt, from.lastActiveAt),
    orders: into.orders + from.orders - doubled.length,
    revenue: Math.round((into.revenue + from.revenue - sum((order) => order.total - order.refunded)) * 100) / 100,
    refunded: Math.round((into.refunded + from.refunded - sum((order) => order.refunded)) * 100) / 100,
    returns: into.returns + from.returns,
    lastOrderAt: Math.max(into.lastOrderAt, from.lastOrderAt),
    recentOrders: [...into.recentOrders, ...from.recentOrders.filter((order) => !known.has(order.id))].toSorted((left, right) => left.at - right.at).slice(-20),
    cartItems: isFromCartNewer ? from.cartItems : into.cartItems,
    cartValue: isFromCartNewer ? from.cartValue : into.cartValue,
    cartAt: Math.max(into.cartAt, from.cartAt),
    openMatters: [...into.openMatters, ...from.openMatters].toSorted((left, right) => left.at - right.at).slice(-20),
    lastRating: (from.lastRating?.at ?? 0) > (into.lastRating?.at ?? 0) ? from.lastRating : into.lastRating,
    devices: combineDevices(into, from),
    companies: [...new Set([...into.companies, ...from.companies])].slice(-20),
    timezone: into.timezone || from.timezone,
    language: into.language || from.language,
    isBot: into.isBot && from.isBot,
  } satisfies Partial<ProfileStats>)
  for (const kind of Object.keys(into.identifiers) as (keyof ProfileStats['identifiers'])[]) into.identifiers[kind] += from.identifiers[kind]
}

function combineDevices(into: ProfileStats, from: ProfileStats): ProfileStats['devices'] {
  const newest = new Map<string, ProfileStats['devices'][number]>()
  for (const device of [...into.devices, ...from.devices]) {
    const key = `${device.kind}|${device.os}|${device.browser}`
    const known = newest.get(key)
    if (!known || known.at < device.at) newest.set(key, device)
  }
  return [...newest.values()].toSorted((left, right) => right.at - left.at).slice(0, 5)
}

/** Changes `into`; `from` stays as it is, so that the merge can be undone. */
export function combineProfiles(into: ProfileState, from: ProfileState): void {
  into.isPersonChanged = true
  combineTraits(into, from)
  combineConsent(into.consent, from.consent)
  combineStats(into.stats, from.stats)
  if (!into.userId) into.userId = from.userId
  if (from.locatedAt > into.locatedAt || !into.country) {
    into.country = from.country || into.country
    into.locatedAt = Math.max(from.locatedAt, into.locatedAt)
  }
  into.city ||= from.city
  into.firstSeenAt = Math.min(into.firstSeenAt, from.firstSeenAt)
  into.lastSeenAt = Math.max(into.lastSeenAt, from.lastSeenAt)
}
