// The instant at which a rule is asked, and the calendar of the workspace at it.

export interface Moment {
  /** Milliseconds since 1970. */
  now: number
  /** IANA name of the workspace's zone: where its days begin. */
  timezone: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    })
    formats.set(timezone, format)
  }
  return format
}

/** What the clock on the wall says, as if it were UTC. */
export function readWallClock(instant: number, timezone: string): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(timezone).formatToParts(instant)) parts[type] = Number(value)
  return Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second'])
}

const dayMs = 86_400_000

/** Days since 1970 on the calendar of the zone. */
export function localDay({ now, timezone }: Moment): number {
  return Math.floor(readWallClock(now, timezone) / dayMs)
}

/** The instant at which the clock on the wall says so, given as if it were UTC; where clocks skip it, an hour later. */
export function fromWallClock(wall: number, timezone: string): number {
  // Two steps are enough: the offset at the first guess is at most one change of clocks away.
  let instant = wall - (readWallClock(wall, timezone) - wall)
  instant = wall - (readWallClock(instant, timezone) - instant)
  return readWallClock(instant, timezone) < wall ? instant + 3_600_000 : instant
}

/** The instant at which a local day begins; where clocks skip midnight, the first instant after it. */
export function startOfDay(day: number, timezone: string): number {
  return fromWallClock(day * dayMs, timezone)
}

const isLeap = (year: number) => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1

/** `MM-DD` of a local day; the 28th of February stands for the 29th in years without one. */
export function anniversariesOn(day: number): string[] {
  const date = new Date(day * dayMs)
  const monthDay = date.toISOString().slice(5, 10)
  return monthDay === '02-28' && !isLeap(date.getUTCFullYear()) ? ['02-28', '02-29'] : [monthDay]
}
