// What the answers are filtered by is in the address, and so is the one that is open.
import type { Query } from '../../../app/api.ts'
import { findDay, startOfDay } from '../../../ui/zoned-days.ts'

/** Filters on the answers themselves: the summary keeps showing all answers beside them. */
export const noAnswerFilters = { search: '', question: '', group: '', value: '' }
export const noFilters = { ...noAnswerFilters, period: '', from: '', to: '', status: '', channel: '', location: '', language: '', segment: '', suspicious: '' }
export const responsesDefaults = { ...noFilters, survey: '', response: '' }

export type ResponsesView = typeof responsesDefaults
export type ResponsesFilter = keyof typeof noFilters
export type AnswerFilters = typeof noAnswerFilters

/** Chips and form, in this order. */
export const filterNames = ['period', 'from', 'to', 'question', 'group', 'status', 'channel', 'location', 'language', 'segment', 'suspicious'] as const satisfies ResponsesFilter[]

export const periods = ['7', '30', '90', '365']

export function isFiltered(view: ResponsesView): boolean {
  return Object.keys(noFilters).some((name) => view[name as ResponsesFilter] !== '')
}

export function hasAnswerFilter(view: ResponsesView): boolean {
  return Object.keys(noAnswerFilters).some((name) => view[name as keyof AnswerFilters] !== '')
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)

/** Whole days in the workspace's zone, today included, so that the address of the request changes once a day. */
function findSpan({ period, from, to }: ResponsesView, timezone: string, now: number): { from: string; to: string } {
  if (periods.includes(period)) {
    const today = findDay(now, timezone)
    return { from: startOfDay(today, timezone, 1 - Number(period)), to: startOfDay(today, timezone, 1) }
  }
  return { from: isDay(from) ? startOfDay(from, timezone) : '', to: isDay(to) ? startOfDay(to, timezone, 1) : '' }
}

/** The view as the API takes it. */
export function toResponsesQuery(view: ResponsesView, timezone: string, now: number): Query {
  const { status, channel, location, language, search, question, group, value, segment, suspicious } = view
  return { ...findSpan(view, timezone, now), status, channel, location, language, search, question, group, value, segmentId: segment, suspicious }
}

/** The same without what was chosen among the answers. */
export function toBaseQuery(view: ResponsesView, timezone: string, now: number): Query {
  return toResponsesQuery({ ...view, ...noAnswerFilters }, timezone, now)
}
