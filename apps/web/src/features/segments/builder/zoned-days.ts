// Days in the zone of the workspace, and the instants at which they begin. What is no day or instant gives ''.
import { toInstant, toLocalTime } from '../zoned-time.ts'

const dayMs = 86_400_000

/** The first instant of a day. */
export function findDayStart(day: string, timezone: string): string {
  return toInstant(`${day}T00:00`, timezone) ?? ''
}

/** The day an instant lies on. */
export function findDay(instant: string, timezone: string): string {
  const time = new Date(instant)
  return Number.isNaN(time.getTime()) ? '' : toLocalTime(time, timezone).slice(0, 10)
}

export function shiftDay(day: string, days: number): string {
  const time = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(time) ? '' : new Date(time + days * dayMs).toISOString().slice(0, 10)
}
