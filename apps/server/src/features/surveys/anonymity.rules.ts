// What may be seen of employees' answers: nothing of fewer than five, and no way to single somebody out by filters.
import { RapportError } from '../../platform/errors.ts'
import type { ResponsesQuery } from './responses.contract.ts'

export const fewestShown = 5

/** Two filters together, or one on what somebody said, would narrow a group down to one person. */
export function assertAnonymousQuery(query: Partial<ResponsesQuery>): void {
  const { cursor: _cursor, limit: _limit, suspicious, location, from, to, ...others } = query
  const isNarrowed = Object.values(others).some((value) => value !== undefined && value !== '') || (suspicious !== undefined && suspicious !== 'left_out')
  if (isNarrowed) throw new RapportError('invalid_request', 'Employees answer anonymously: their answers are filtered by location or by period alone.')
  if (location && (from || to)) throw new RapportError('invalid_request', 'Employees answer anonymously: choose a location or a period, not both.')
}

/** A group too small to be shown, or one that leaves a rest so small that the difference would show it. */
export function isTooFew({ shown, all }: { shown: number; all: number }): boolean {
  const rest = all - shown
  return shown < fewestShown || (rest > 0 && rest < fewestShown)
}
