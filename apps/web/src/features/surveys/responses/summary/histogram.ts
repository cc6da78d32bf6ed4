// Numbers and dates in a few bins of equal width.
import type { QuestionSummary } from '@contract/surveys/responses.contract.ts'

type Entry = QuestionSummary['distribution'][number]

export interface Bin {
  from: string
  to: string
  count: number
  share: number
  /** Of a bin that holds one value alone. */
  value: string | null
}

const mostBins = 12

/** Few values stand for themselves; many are put together. Dates are put together by month or year. */
export function binValues(entries: readonly Entry[], shape: 'number' | 'date'): Bin[] {
  const given = entries.filter(({ count }) => count > 0)
  if (given.length <= mostBins) return sortEntries(given, shape).map(({ value, label, count, share }) => ({ from: label, to: label, count, share, value }))
  return shape === 'date' ? binDates(given) : binNumbers(given)
}

function sortEntries(entries: readonly Entry[], shape: 'number' | 'date'): Entry[] {
  return entries.toSorted((left, right) => (shape === 'number' ? Number(left.value) - Number(right.value) : left.value < right.value ? -1 : 1))
}

function binNumbers(entries: readonly Entry[]): Bin[] {
  const values = entries.map(({ value }) => Number(value)).filter(Number.isFinite)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const width = roundUp((most - least) / mostBins)
  const start = Math.floor(least / width) * width
  const count = Math.floor((most - start) / width) + 1
  const edge = (index: number) => String(Number((start + index * width).toPrecision(12)))
  return Array.from({ length: count }, (_, index) => {
    const within = entries.filter(({ value }) => Math.min(count - 1, Math.floor((Number(value) - start) / width)) === index)
    return { from: edge(index), to: edge(index + 1), value: null, ...addUp(within) }
  })
}

/** The next of 1, 2, 5, 10, 20 …: edges that people would choose. */
function roundUp(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width))
  return ([1, 2, 5, 10].find((step) => step * power >= width) ?? 10) * power
}

function binDates(entries: readonly Entry[]): Bin[] {
  const isByYear = new Set(entries.map(({ value }) => value.slice(0, 7))).size > mostBins
  const byPeriod = Map.groupBy(entries, ({ value }) => value.slice(0, isByYear ? 4 : 7))
  return [...byPeriod].sort(([left], [right]) => (left < right ? -1 : 1)).map(([period, within]) => ({ from: period, to: period, value: null, ...addUp(within) }))
}

function addUp(entries: readonly Entry[]): { count: number; share: number } {
  return { count: entries.reduce((sum, entry) => sum + entry.count, 0), share: entries.reduce((sum, entry) => sum + entry.share, 0) }
}
