// Invented customers for tests.
import { countedKinds, type Behaviour, type CountedKind, type Counts, type EventCounts } from './behaviour.ts'

export const testNow = Date.parse('2026-03-01T12:00:00Z')

/** So many events of a name, the last `lastDaysAgo` days ago, the first as long again before. */
export function makeEventCounts(ever: number, lastDaysAgo: number): EventCounts {
  const within = (days: number) => (lastDaysAgo < days ? ever : 0)
  return { ever, days30: within(30), days90: within(90), days180: within(180), first: testNow - 2 * lastDaysAgo * 86_400_000, last: testNow - lastDaysAgo * 86_400_000 }
}

/** A customer of a year who did nothing but what `changes` says. */
export function makeBehaviour(changes: Partial<Omit<Behaviour, 'counts'>> & { counts?: Partial<Record<CountedKind, Counts>> } = {}): Behaviour {
  const { counts = {}, ...rest } = changes
  return {
    id: '', tenureDays: 365, recencyDays: 10, orders: 0, revenue: 0, returns: 0, country: '', lastRating: null,
    visits: { ever: 0, days30: 0, days90: 0, days180: 0 }, items: 0, ordered: 0, couponOrders: 0,
    events: {}, properties: {}, priceLevel: { sum: 0, n: 0 }, rating: { sum: 0, n: 0 }, answers: {}, ...rest,
    counts: { ...(Object.fromEntries(countedKinds.map((kind) => [kind, {}])) as Record<CountedKind, Counts>), ...counts },
  }
}
