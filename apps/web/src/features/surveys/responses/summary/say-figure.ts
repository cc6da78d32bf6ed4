// Figures in words: how each metric is written, the same everywhere.
import type { Figure } from '@contract/surveys/responses.contract.ts'
import { formatNumber } from '../../../../ui/format.ts'

type Metric = Figure['metric']

/** Shares are kept as 0 to 1; scores and means as they are. */
const isShare: Record<Metric, boolean> = { nps: false, csat: true, ces: true, ces_mean: false, mean: false }
const digits: Record<Metric, number> = { nps: 1, csat: 1, ces: 1, ces_mean: 2, mean: 2 }

export function sayValue(metric: Metric, value: number): string {
  return formatNumber(value, { ...(isShare[metric] && { style: 'percent' }), minimumFractionDigits: digits[metric], maximumFractionDigits: digits[metric] })
}

/** How far it moved, in points: not in percent of a score, nor of a share. */
export function sayChange(metric: Metric, now: number, before: number): string {
  return formatNumber((now - before) * (isShare[metric] ? 100 : 1), { signDisplay: 'exceptZero', minimumFractionDigits: digits[metric], maximumFractionDigits: digits[metric] })
}

export function sayShare(share: number): string {
  return formatNumber(share, { style: 'percent', maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 })
}
