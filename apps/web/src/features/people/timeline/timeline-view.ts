// What a person's page shows is in its address: the timeline's filters and what is open beside it.
import type { Query } from '../../../app/api.ts'
import { startOfDay } from '../../../ui/zoned-days.ts'

export const timelineDefaults = { channel: '', name: '', search: '', from: '', to: '', event: '', tab: 'timeline' }
export type TimelineView = typeof timelineDefaults
export const noTimelineFilters = { channel: '', name: '', search: '', from: '', to: '' }

export function isTimelineFiltered(view: TimelineView): boolean {
  return Object.keys(noTimelineFilters).some((name) => view[name as keyof typeof noTimelineFilters] !== '')
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)

/** The view as the API takes it; both days count in full. */
export function toTimelineQuery(view: TimelineView, timezone: string): Query {
  return {
    channel: view.channel,
    name: view.name,
    search: view.search,
    from: isDay(view.from) ? startOfDay(view.from, timezone) : '',
    to: isDay(view.to) ? startOfDay(view.to, timezone, 1) : '',
  }
}
