// Dates as files have them. Without a zone they are of the zone that is given. 03/04 is the 3rd of April unless a date in the same column can only begin with its month.
import { fromWallClock } from '../../segments/index.ts'

const isoDate = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i
const localDate = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:,?[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?)?$/i

export type DayOrder = 'day-first' | 'month-first'

/** How the dates of one column are to be read: dots always stand after the day. */
export function findDayOrder(values: Iterable<string>): DayOrder {
  let isMonthFirst = false
  for (const value of values) {
    const [, first, sign, second] = localDate.exec(value.trim()) ?? []
    if (sign === undefined || sign === '.') continue
    if (Number(first) > 12) return 'day-first'
    if (Number(second) > 12) isMonthFirst = true
  }
  return isMonthFirst ? 'month-first' : 'day-first'
}

interface Parts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

/** undefined for a day that does not exist, like the 30th of February. */
function toInstant({ year, month, day, hour, minute, second }: Parts): number | undefined {
  const instant = Date.UTC(year, month - 1, day, hour, minute, second)
  const date = new Date(instant)
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return exists ? instant : undefined
}

function readOffsetMs(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)!
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

function toHour(hour: string | undefined, half: string | undefined): number {
  const value = Number(hour ?? 0)
  if (!half) return value
  if (value < 1 || value > 12) return Number.NaN
  return (value % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0)
}

/** Milliseconds since 1970; undefined for what is no date. `timezone`: of what names no zone itself. */
export function readDate(text: string, order: DayOrder, timezone = 'UTC'): number | undefined {
  const iso = isoDate.exec(text.trim())
  if (iso) {
    const [year, month, day, hour = 0, minute = 0, second = 0] = iso.slice(1, 7).map((part) => (part === undefined ? 0 : Number(part)))
    const instant = toInstant({ year: year!, month: month!, day: day!, hour, minute, second })
    if (instant === undefined) return undefined
    return iso[7] ? instant - readOffsetMs(iso[7]) : fromWallClock(instant, timezone)
  }
  const local = localDate.exec(text.trim())
  if (!local) return undefined
  const [, first, sign, second, year, hour, minute, seconds, half] = local
  const isDayFirst = sign === '.' || order === 'day-first'
  const instant = toInstant({
    year: year!.length === 2 ? 2_000 + Number(year) : Number(year),
    month: Number(isDayFirst ? second : first), day: Number(isDayFirst ? first : second),
    hour: toHour(hour, half), minute: Number(minute ?? 0), second: Number(seconds ?? 0),
  })
  return instant === undefined ? undefined : fromWallClock(instant, timezone)
}
