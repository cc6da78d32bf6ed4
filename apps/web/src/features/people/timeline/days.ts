// Calendar days in the workspace's zone: grouping lines by day, and days as the API's instants.
import { findDateFormat } from '../../../ui/format.ts'

/** The calendar day of an instant in a zone: 2026-03-01. */
export function findDay(instant: string | number, timezone: string): string {
  return findDateFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: timezone }).format(new Date(instant))
}

/** Minutes that a zone is ahead of UTC at a moment. */
function findOffsetMinutes(milliseconds: number, timezone: string): number {
  const parts = findDateFormat('en-GB', {
    timeZone: timezone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
  }).formatToParts(milliseconds)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return Math.round((wall - Math.floor(milliseconds / 60_000) * 60_000) / 60_000)
}

/** The instant at which a calendar day begins in a zone; `daysLater` counts on from it. */
export function startOfDay(day: string, timezone: string, daysLater = 0): string {
  const midnight = Date.parse(`${day}T00:00:00Z`) + daysLater * 86_400_000
  // The offset at UTC midnight may be another one than at the zone's own midnight, so it is looked up again there.
  const guess = midnight - findOffsetMinutes(midnight, timezone) * 60_000
  return new Date(midnight - findOffsetMinutes(guess, timezone) * 60_000).toISOString()
}

/** Lines that follow each other on the same day, as one group a day. */
export function groupByDay<Item extends { startedAt: string }>(items: Item[], timezone: string): Array<{ day: string; items: Item[] }> {
  const groups: Array<{ day: string; items: Item[] }> = []
  for (const item of items) {
    const day = findDay(item.startedAt, timezone)
    const last = groups.at(-1)
    if (last?.day === day) last.items.push(item)
    else groups.push({ day, items: [item] })
  }
  return groups
}

/** "Monday, 2 March", with the year where it is not this one. */
export function formatLongDay(day: string, today: string): string {
  const isThisYear = day.slice(0, 4) === today.slice(0, 4)
  return findDateFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', ...(isThisYear ? {} : { year: 'numeric' }), timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`)).replace(',', '')
}
