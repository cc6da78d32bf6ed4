/** What an answer consists of, whatever its form. */

/** Whether there is an answer at all: an empty text, list or form is none. */
export function isAnswered(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  if (typeof value !== 'object') return true
  return Object.values(value).some(isAnswered)
}

/** The keys, texts or numbers that an answer consists of. */
export function listParts(value: unknown): (string | number)[] {
  if (!isAnswered(value)) return []
  if (typeof value === 'string' || typeof value === 'number') return [value]
  if (typeof value === 'boolean') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(listParts)
  const { choice, choices, other, ...rest } = value as Record<string, unknown>
  if (choice !== undefined || choices !== undefined || other !== undefined) {
    return [...listParts(choice), ...listParts(choices), ...(isAnswered(other) ? ['other'] : [])]
  }
  return Object.entries(rest).map(([row, column]) => `${row}=${String(column)}`)
}
