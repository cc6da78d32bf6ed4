/** One field that differs between two versions of a definition. */
export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The fields that differ, nested ones as dotted paths; lists count as one value.
 * @example listChanges({ name: 'Shop' }, { name: 'Store' }) → [{ field: 'name', before: 'Shop', after: 'Store' }]
 */
export function listChanges(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (isRecord(before) || isRecord(after)) {
    const left = isRecord(before) ? before : {}
    const right = isRecord(after) ? after : {}
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    return names.flatMap((name) => listChanges(left[name], right[name], path ? `${path}.${name}` : name))
  }
  const isSame = JSON.stringify(before ?? null) === JSON.stringify(after ?? null)
  return isSame ? [] : [{ field: path || 'value', before, after }]
}
