// Times as they are typed: on the clock of the workspace, without a zone.
import { findDateFormat } from '../../ui/format.ts'

/** 2026-03-01T09:30, as a clock in this zone shows it. */
export function toLocalTime(instant: Date, timezone: string): string {
  const format = findDateFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: timezone })
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`
}

/** The instant at which the clock in this zone shows `local`; null if that is no time. An hour that the change of clocks skips counts on. */
export function toInstant(local: string, timezone: string): string | null {
  const wanted = Date.parse(`${local}Z`)
  if (Number.isNaN(wanted)) return null
  let at = wanted
  // The offset depends on the instant, so the first guess may lie on the other side of a change of clocks.
  for (let round = 0; round < 2; round++) at += wanted - Date.parse(`${toLocalTime(new Date(at), timezone)}Z`)
  return new Date(at).toISOString()
}
