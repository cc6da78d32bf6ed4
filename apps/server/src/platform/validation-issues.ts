// What a request's schema found, in words: of a union, what is wrong with the option that was meant.
import type { z } from 'zod'
import type { ErrorDetail } from './errors.ts'

type Issue = z.core.$ZodIssue

/** Keys that say which option of a union is meant. */
const namingKeys = new Set<PropertyKey>(['type', 'kind', 'operator', 'function'])

/** The values that an option wanted of its naming key; undefined when that key was right. */
function wantedName(issue: Issue): readonly unknown[] | undefined {
  if (issue.path.length !== 1 || !namingKeys.has(issue.path[0]!)) return undefined
  return issue.code === 'invalid_value' ? issue.values : undefined
}

/** The issues with their whole paths; those of a union are replaced by those of the option whose naming key was right. */
export function explainIssue(issue: Issue, path: readonly PropertyKey[] = issue.path): ErrorDetail[] {
  const isNamed = issue.code === 'invalid_union' && issue.errors.some((option) => option.some(wantedName))
  if (!isNamed) return [{ path: path.map(String).join('.'), message: issue.message }]
  const meant = issue.errors.find((option) => !option.some(wantedName))
  if (meant) return meant.flatMap((inner) => explainIssue(inner, [...path, ...inner.path]))
  // None was: each option wanted another name, at the same place.
  const first = issue.errors[0]!.find(wantedName)!
  const names = issue.errors.flatMap((option) => option.flatMap((inner) => wantedName(inner) ?? []))
  return [{ path: [...path, ...first.path].map(String).join('.'), message: `must be one of ${[...new Set(names)].join(', ')}` }]
}
