// Calendar days in the workspace's zone, and days as the API's instants.
import { findDateFormat } from './format.ts'

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
