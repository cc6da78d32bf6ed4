import type { Home } from '@contract/stream/stream.contract.ts'

type Day = Home['perDay'][number]

/**
 * The last 30 calendar days in the workspace's zone, oldest first: a day without events is a zero, not a gap.
 * @param now milliseconds since 1970
 */
export function fillDays(known: Day[], timezone: string, now: number): Day[] {
  const byDay = new Map(known.map((each) => [each.day, each]))
  // Swedish writes dates as ISO 8601 does.
  const today = Date.parse(`${new Intl.DateTimeFormat('sv-SE', { timeZone: timezone }).format(now)}T00:00:00Z`)
  return Array.from({ length: 30 }, (_, index) => {
    const day = new Date(today - (29 - index) * 86_400_000).toISOString().slice(0, 10)
    return byDay.get(day) ?? { day, events: 0, people: 0, revenue: 0 }
  })
}
