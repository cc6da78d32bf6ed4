// Two profiles line by line: what is the same, what differs, and what only one of them has.
import type { PersonRow } from '@contract/people/people.contract.ts'

export type LineState = 'same' | 'different' | 'only-left' | 'only-right'
export interface ComparisonLine {
  key: string
  /** A field of the profile itself, or one of its traits. */
  kind: 'field' | 'trait'
  left: unknown
  right: unknown
  state: LineState
}

const fields = ['email', 'phone', 'userId', 'country', 'city', 'orders', 'revenue', 'sessions', 'firstSeenAt', 'lastSeenAt'] as const
/** Every two people differ in these; that says nothing. */
const counts = new Set<string>(['orders', 'revenue', 'sessions', 'firstSeenAt', 'lastSeenAt'])

const isMissing = (value: unknown) => value === null || value === undefined || value === ''
const normalise = (value: unknown) => (typeof value === 'string' ? value.trim().toLowerCase() : JSON.stringify(value))

function findState(left: unknown, right: unknown): LineState {
  if (isMissing(left)) return 'only-right'
  if (isMissing(right)) return 'only-left'
  return normalise(left) === normalise(right) ? 'same' : 'different'
}

/** Lines on which at least one of the two has a value; what is the same comes first among traits. */
export function comparePeople(left: PersonRow, right: PersonRow): ComparisonLine[] {
  const own = fields
    .map((key): ComparisonLine => ({ key, kind: 'field', left: left[key], right: right[key], state: counts.has(key) ? 'same' : findState(left[key], right[key]) }))
  const shown = new Set<string>(['email', 'phone'])
  const names = [...new Set([...Object.keys(left.traits), ...Object.keys(right.traits)])].filter((name) => !shown.has(name))
  const order: LineState[] = ['same', 'different', 'only-left', 'only-right']
  const traits = names
    .map((key): ComparisonLine => ({ key, kind: 'trait', left: left.traits[key], right: right.traits[key], state: findState(left.traits[key], right.traits[key]) }))
    .toSorted((one, two) => order.indexOf(one.state) - order.indexOf(two.state) || one.key.localeCompare(two.key))
  return [...own, ...traits].filter((line) => !isMissing(line.left) || !isMissing(line.right))
}
