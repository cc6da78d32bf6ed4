// Lines of the timeline by day, in the workspace's zone.
import { findDateFormat } from '../../../ui/format.ts'
import { findDay } from '../../../ui/zoned-days.ts'

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
