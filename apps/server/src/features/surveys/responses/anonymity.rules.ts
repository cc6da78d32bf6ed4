// What may be seen of employees' answers: nothing of fewer than five, and no figures that can be subtracted from each other to find one.
import { RapportError } from '../../../platform/errors.ts'
import type { ResponsesQuery } from '../responses.contract.ts'

export const fewestShown = 5

/**
 * A location alone: two periods that differ by a day, or a filter on what somebody said, would narrow a group down to one
 * person. @throws invalid_request
 */
export function assertAnonymousQuery(query: Partial<ResponsesQuery>): void {
  const { cursor: _cursor, limit: _limit, suspicious, location: _location, ...others } = query
  const isNarrowed = Object.values(others).some((value) => value !== undefined && value !== '') || (suspicious !== undefined && suspicious !== 'left_out')
  if (isNarrowed) throw new RapportError('invalid_request', 'Employees answer anonymously: their answers are filtered by location alone.')
}

export interface CountedGroup<Key> {
  key: Key
  /** How many answered. */
  count: number
}

/**
 * Which of the groups that make up a whole may be shown beside it: those of five and more. Where those that stay hidden are
 * fewer than five together, what is shown and the whole would tell them, so that the smallest of the others is hidden as
 * well (complementary suppression: Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001).
 */
export function listShownGroups<Key>(groups: readonly CountedGroup<Key>[]): Set<Key> {
  const shown = groups.filter(({ count }) => count >= fewestShown).toSorted((one, other) => other.count - one.count)
  const hidden = groups.reduce((sum, { count }) => sum + (count < fewestShown ? count : 0), 0)
  if (hidden > 0 && hidden < fewestShown) shown.pop()
  return new Set(shown.map(({ key }) => key))
}
