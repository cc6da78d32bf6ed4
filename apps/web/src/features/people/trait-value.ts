// Trait values as text: for reading, and back into what they were when they are edited.
import { formatDate, formatDateTime } from '../../ui/format.ts'

export const traitTypes = ['text', 'number', 'boolean', 'json'] as const
export type TraitType = (typeof traitTypes)[number]

/** "premiumMember" and "premium_member" → "Premium member" */
export function labelTrait(name: string): string {
  if (name === 'email') return 'E-mail'
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .trim()
  const label = words.replaceAll(/\b[A-Z][a-z]/g, (start) => start.toLowerCase())
  return label.charAt(0).toUpperCase() + label.slice(1)
}

const isScalar = (value: unknown) => typeof value !== 'object' || value === null

/** A value in words; times in the given zone, small objects by their values. */
export function describeValue(value: unknown, timezone?: string): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))) return formatDate(`${value}T00:00:00Z`, 'UTC')
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(value) && !Number.isNaN(Date.parse(value)) ? formatDateTime(value, timezone) : value
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value) && value.every(isScalar)) return value.join(', ')
  if (typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(isScalar)) return Object.values(value).filter((entry) => entry !== null && entry !== '').join(', ')
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}

/** The value of a trait by its dotted path: "address.city". */
export function findTraitValue(traits: Record<string, unknown>, path: string): unknown {
  if (path in traits) return traits[path]
  return path.split('.').reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined), traits)
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
