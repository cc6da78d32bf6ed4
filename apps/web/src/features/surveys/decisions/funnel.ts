// How many were left after each check.
import type { DecisionCounts } from './decision-requests.ts'

export interface FunnelStep {
  reason: DecisionCounts['items'][number]['reason']
  stopped: number
  /** Shares of all that were due. */
  leftShare: number
  stoppedShare: number
}

export interface Funnel {
  due: number
  asked: number
  steps: FunnelStep[]
}

/** The server counts in the order of the checks. */
export function toFunnel(items: DecisionCounts['items']): Funnel {
  const due = items.reduce((sum, { count }) => sum + count, 0)
  let left = due
  const steps = items
    .filter(({ reason }) => reason !== 'asked')
    .map(({ reason, count }) => {
      left -= count
      return { reason, stopped: count, leftShare: left / due, stoppedShare: count / due }
    })
  return { due, asked: left, steps }
}
