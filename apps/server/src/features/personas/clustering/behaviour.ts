// What one customer did, counted: the raw material of clustering and of the rules that describe a cluster.

/** How often an event of one name came, in windows that end now. Times are milliseconds since 1970. */
export interface EventCounts {
  ever: number
  days30: number
  days90: number
  days180: number
  first: number
  last: number
}

/**
 * How often each value of a kind came: `visitSource`, `device`, `viewedCategory`, `boughtCategory`, `orderChannel`,
 * `month` ('1' … '12', of visits and orders). The values are whatever the data holds.
 */
export const countedKinds = ['visitSource', 'device', 'viewedCategory', 'boughtCategory', 'orderChannel', 'month'] as const
export type CountedKind = (typeof countedKinds)[number]
export type Counts = Record<string, number>

/** A sum and how many values went into it. */
export interface Total {
  sum: number
  n: number
}

export interface Behaviour {
  /** The profile that stands for this customer after all merges. */
  id: string
  /** Since they are known to the company, or since their first event. */
  tenureDays: number
  /** Since they last did something themselves. */
  recencyDays: number
  orders: number
  /** Net of refunds, in the workspace's currency. */
  revenue: number
  returns: number
  country: string
  /** Stars of the newest rating; null when they never rated. */
  lastRating: number | null
  visits: { ever: number; days30: number; days90: number; days180: number }
  /** Things bought over all orders. */
  items: number
  /** What orders totalled before refunds. */
  ordered: number
  couponOrders: number
  counts: Record<CountedKind, Counts>
  /** By event name. */
  events: Record<string, EventCounts>
  /** How often a property of an event had a value, by `event\nproperty\nvalue`, and '*' for any value; see `property-values.read-model.ts`. */
  properties: Counts
  /** log(price / usual price in its category) of the products looked at. */
  priceLevel: Total
  rating: Total
  /** Scores of `Survey Answered`, by the question as it was put. */
  answers: Record<string, Total>
}

export function addCounts(into: Counts, more: Counts): void {
  for (const [value, count] of Object.entries(more)) into[value] = (into[value] ?? 0) + count
}

export function sumCounts(counts: Counts): number {
  let sum = 0
  for (const count of Object.values(counts)) sum += count
  return sum
}
