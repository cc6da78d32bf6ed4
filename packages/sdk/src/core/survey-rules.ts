/** What the browser itself can check before a survey is asked for: the server decides. */
import type { RapportEvent } from '../event.ts'

export interface PropertyFilter {
  property: string
  operator: string
  value?: string | number | boolean
  values?: (string | number | boolean)[]
  from?: number
  to?: number
}

export interface EventFilter {
  type?: string
  name: string
  filters?: PropertyFilter[]
}

export interface Trigger {
  events: EventFilter[]
  delaySeconds: number
  pages: { operator: string; value: string }[]
  secondsOnPage?: number
  scrollPercent?: number
  onExitIntent: boolean
}

/** A dotted name may also be a name with a dot in it. */
function readProperty(event: RapportEvent, name: string): unknown {
  const from = name.startsWith('context.') ? event : event.properties
  let value: unknown = from
  for (const part of name.split('.')) value = (value as Record<string, unknown> | undefined)?.[part]
  return value ?? (from as Record<string, unknown> | undefined)?.[name]
}

/** A text compared with an operand, in the operators of segments and of patterns of pages. */
function compare(text: string, operator: string, operand: string): boolean {
  if (operator === 'equals') return text === operand
  if (operator === 'contains') return text.includes(operand)
  if (operator === 'starts_with') return text.startsWith(operand)
  if (operator === 'ends_with') return text.endsWith(operand)
  const number = text === '' ? NaN : +text
  if (operator === 'greater') return number > +operand
  if (operator === 'at_least') return number >= +operand
  if (operator === 'less') return number < +operand
  return operator === 'at_most' && number <= +operand
}

function passes(value: unknown, filter: PropertyFilter): boolean {
  const { operator, value: operand, values, from, to } = filter
  // The negative operators are the opposite of the positive ones: they also hold where there is no value.
  if (operator.startsWith('not_')) return !passes(value, { ...filter, operator: operator.slice(4) })
  if (value == null) return false
  const text = String(value)
  if (operator === 'exists') return true
  if (operator === 'in') return values!.some((each) => String(each) === text)
  if (operator === 'between') return +text >= from! && +text <= to!
  return compare(text, operator, String(operand))
}

export function matchesEvent(event: RapportEvent, { type = 'track', name, filters = [] }: EventFilter): boolean {
  const isOfType = type === 'any' || type === event.type
  return (
    isOfType &&
    (name === '*' || name === (event.event ?? event.name)) &&
    filters.every((filter) => passes(readProperty(event, filter.property), filter))
  )
}

/** `*` of a pattern stands for anything. */
export function matchesPage(address: string, { operator, value }: { operator: string; value: string }): boolean {
  if (operator !== 'matches') return compare(address, operator, value)
  return new RegExp(`^${value.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`).test(address)
}
