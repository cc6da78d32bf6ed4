// Trait values as text: for reading, and back into what they were when they are edited.

export const traitTypes = ['text', 'number', 'boolean', 'json'] as const
export type TraitType = (typeof traitTypes)[number]

/** "premiumMember" and "premium_member" → "Premium member" */
export function labelTrait(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .trim()
  const label = words.replaceAll(/\b[A-Z][a-z]/g, (start) => start.toLowerCase())
  return label.charAt(0).toUpperCase() + label.slice(1)
}

export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value) && value.every((entry) => typeof entry !== 'object')) return value.join(', ')
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}

export function findTraitType(value: unknown): TraitType {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'object' && value !== null ? 'json' : 'text'
}

/** What is put into the field for editing. */
export function writeTrait(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value, null, 1)
}

/** The value that was typed; undefined where it does not fit the type. */
export function readTrait(text: string, type: TraitType): unknown {
  if (type === 'text') return text
  if (type === 'boolean') return text === 'true'
  if (type === 'number') {
    const value = Number(text.trim().replace(',', '.'))
    return text.trim() !== '' && Number.isFinite(value) ? value : undefined
  }
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
