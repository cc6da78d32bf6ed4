// Which comparisons fit which kind of value, and what is kept of one when another is chosen.
import type { EventEntryDetail } from '@contract/catalogue/catalogue.contract.ts'
import type { Comparison, TextComparison } from '@contract/segments/conditions.contract.ts'

export type ObservedType = EventEntryDetail['properties'][number]['types'][number]
export type Operator = Comparison['operator']
export type Scalar = string | number | boolean
export type ScalarType = 'text' | 'number' | 'boolean'

const presence: Operator[] = ['exists', 'not_exists']
const textOperators: Operator[] = ['equals', 'not_equals', 'in', 'not_in', 'contains', 'not_contains', 'starts_with', 'ends_with']
const numberOperators: Operator[] = ['equals', 'not_equals', 'at_least', 'greater', 'at_most', 'less', 'between', 'in', 'not_in']
const dateOperators: Operator[] = ['within_last', 'more_than_ago', 'within_next', 'before', 'after', 'anniversary_within']
const listOperators: Operator[] = ['list_has', 'list_lacks']

const fitting: Record<ObservedType, Operator[]> = {
  text: textOperators,
  number: numberOperators,
  boolean: ['equals', 'not_equals'],
  date: dateOperators,
  list: listOperators,
  object: [],
  null: [],
}

/** Every operator once, as they are listed. */
export const allOperators: Operator[] = [...new Set([...textOperators, ...numberOperators, ...dateOperators, ...listOperators, ...presence])]
const traitOnly = new Set<Operator>([...dateOperators, ...listOperators])

export interface OperatorChoice {
  fits: Operator[]
  others: Operator[]
}

/** What is offered first for values of these kinds, and what is offered after it. Without any kind known, all fits. */
export function chooseOperators(types: ObservedType[], isForProperty: boolean): OperatorChoice {
  const allowed = isForProperty ? allOperators.filter((operator) => !traitOnly.has(operator)) : allOperators
  const wanted = new Set(types.flatMap((type) => fitting[type]))
  const found = allowed.filter((operator) => wanted.has(operator))
  if (found.length === 0) return { fits: allowed, others: [] }
  const fits = [...found, ...presence]
  return { fits, others: allowed.filter((operator) => !fits.includes(operator)) }
}

/** How a value is put in: numbers and yes/no only where nothing else was ever seen. */
export function findScalarType(types: ObservedType[], value?: Scalar): ScalarType {
  const known = types.filter((type) => type !== 'null')
  if (known.length === 1 && (known[0] === 'number' || known[0] === 'boolean')) return known[0]
  if (known.length > 0) return 'text'
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text'
}

const emptyScalars: Record<ScalarType, Scalar> = { text: '', number: Number.NaN, boolean: true }

/** A text as the value that it stands for. */
export function readScalar(text: string, type: ScalarType): Scalar {
  if (type === 'boolean') return text === 'true'
  if (type === 'text') return text
  const number = Number(text.trim().replace(',', '.'))
  return text.trim() === '' ? Number.NaN : Number.isFinite(number) ? number : text
}

function findScalar(previous: Comparison, type: ScalarType): Scalar {
  const found = 'value' in previous ? previous.value : 'values' in previous ? previous.values[0] : undefined
  if (found === undefined) return emptyScalars[type]
  const isOfType = type === 'text' ? typeof found === 'string' : typeof found === type
  return isOfType ? found : readScalar(String(found), type)
}

function findNumber(previous: Comparison): number {
  const scalar = findScalar(previous, 'number')
  return typeof scalar === 'number' ? scalar : Number.NaN
}

/** The comparison with another operator; what was typed stays where it can. */
export function changeOperator(previous: Comparison, operator: Operator, type: ScalarType): Comparison {
  switch (operator) {
    case 'equals': case 'not_equals': case 'list_has': case 'list_lacks':
      return { operator, value: findScalar(previous, type) }
    case 'contains': case 'not_contains': case 'starts_with': case 'ends_with': {
      const text = findScalar(previous, 'text')
      return { operator, value: typeof text === 'string' ? text : '' }
    }
    case 'in': case 'not_in':
      return { operator, values: 'values' in previous ? previous.values : [findScalar(previous, type)].filter(isGiven) }
    case 'exists': case 'not_exists':
      return { operator }
    case 'greater': case 'at_least': case 'less': case 'at_most':
      return { operator, value: findNumber(previous) }
    case 'between':
      return previous.operator === 'between' ? previous : { operator, from: findNumber(previous), to: Number.NaN }
    case 'before': case 'after':
      return { operator, date: 'date' in previous ? previous.date : '' }
    case 'within_last': case 'more_than_ago': case 'within_next':
      return { operator, length: 'length' in previous ? previous.length : { amount: 30, unit: 'days' } }
    case 'anniversary_within':
      return { operator, days: 7 }
  }
}

/** Whether something was typed. */
export function isGiven(value: Scalar): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : value !== ''
}

/** What a property of an event may be compared with: no dates, no lists. */
export function isTextComparison(comparison: Comparison): comparison is TextComparison {
  return !traitOnly.has(comparison.operator)
}

/** Where a comparison begins for values of these kinds. */
export function createComparison(types: ObservedType[]): Comparison {
  const first = chooseOperators(types, false).fits[0] ?? 'equals'
  return changeOperator({ operator: 'exists' }, first, findScalarType(types))
}
