// When things happen: seasons, weekdays, opening hours and Central European clocks.
import type { Random, Weights } from './random.ts'
import { compilePairs } from './random.ts'

export const secondMs = 1000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
export const daysOfHistory = 365

/** January to December. */
export type MonthFactors = readonly [number, number, number, number, number, number, number, number, number, number, number, number]

/** Outdoor goods in early summer, gifts before Christmas. */
const shopSeason: MonthFactors = [0.78, 0.76, 0.92, 1.06, 1.18, 1.14, 0.98, 0.92, 0.88, 0.94, 1.34, 1.62]
const weekday = [1.18, 1.04, 0.95, 0.94, 0.98, 0.92, 0.99]
const webHours = hourWeights([4, 2, 1, 1, 1, 2, 6, 14, 20, 24, 27, 29, 34, 31, 27, 26, 28, 32, 38, 47, 56, 52, 35, 15])
const shopHours = hourWeights([0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 17, 22, 20, 18, 19, 21, 24, 22, 12, 0, 0, 0, 0, 0])

function hourWeights(weights: number[]): Weights<number> {
  return compilePairs(weights.map((weight, hour) => [hour, weight]))
}

/** Offset of Central European time: +2 h between the last Sundays of March and October, 01:00 UTC. */
export function findOffsetMs(at: number): number {
  const year = new Date(at).getUTCFullYear()
  return at >= lastSundayAt(year, 2) && at < lastSundayAt(year, 9) ? 2 * hourMs : hourMs
}

function lastSundayAt(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0))
  return lastDay.getTime() - lastDay.getUTCDay() * dayMs + hourMs
}

/** Black Friday: the day after the fourth Thursday of November. */
function isBlackWeek(date: Date): boolean {
  if (date.getUTCMonth() !== 10) return false
  const firstWeekday = new Date(Date.UTC(date.getUTCFullYear(), 10, 1)).getUTCDay()
  const friday = 1 + ((4 - firstWeekday + 7) % 7) + 21 + 1
  return date.getUTCDate() >= friday - 3 && date.getUTCDate() <= friday + 3
}

export type Day = {
  /** Midnight in the shop's zone, as an instant. */
  startsAt: number
  month: number
  isSunday: boolean
  /** How busy the brand is, 1 on an average day. */
  weight: number
}

/** The year of days that ends at `endsAt`, the last one cut short by it. */
export function listDays(endsAt: number): Day[] {
  const local = endsAt + findOffsetMs(endsAt)
  const lastMidnight = Math.floor(local / dayMs) * dayMs
  const days: Day[] = []
  for (let back = daysOfHistory; back >= 0; back--) {
    const midnight = lastMidnight - back * dayMs
    const date = new Date(midnight)
    const month = date.getUTCMonth()
    // The Christmas rush ends when parcels no longer arrive in time.
    const rush = isBlackWeek(date) ? 1.9 : month === 11 && date.getUTCDate() > 21 ? 0.5 : 1
    const growth = 0.88 + (0.24 * (daysOfHistory - back)) / daysOfHistory
    days.push({
      startsAt: midnight - findOffsetMs(midnight - hourMs),
      month,
      isSunday: date.getUTCDay() === 0,
      weight: shopSeason[month]! * weekday[date.getUTCDay()]! * rush * growth,
    })
  }
  return days
}

export function pickWebTime(random: Random, day: Day): number {
  return day.startsAt + random.choose(webHours) * hourMs + random.next() * hourMs
}

export function pickShopTime(random: Random, day: Day): number {
  return day.startsAt + random.choose(shopHours) * hourMs + random.next() * hourMs
}

export function findMonth(at: number): number {
  return new Date(at + findOffsetMs(at)).getUTCMonth()
}

/** Newsletters go out every second Thursday at 08:00 UTC; counted from a fixed Thursday. */
const firstIssueAt = Date.UTC(2024, 0, 4, 8)
const issueEveryMs = 14 * dayMs

export function findNextIssue(after: number): { at: number; number: number } {
  const number = Math.floor((after - firstIssueAt) / issueEveryMs) + 1
  return { at: firstIssueAt + number * issueEveryMs, number }
}
