import { describe, expect, it } from 'vitest'
import { comparison, textComparison } from '../../../../../server/src/features/segments/conditions.contract.ts'
import { allOperators, changeOperator, chooseOperators, createComparison, findScalarType, isTextComparison, readScalar, type ObservedType } from './operators.ts'

describe('which operators fit which values', () => {
  it.each<[ObservedType, string, string]>([
    ['text', 'contains', 'at_least'],
    ['number', 'at_least', 'contains'],
    ['boolean', 'equals', 'in'],
    ['date', 'anniversary_within', 'equals'],
    ['list', 'list_has', 'equals'],
  ])('offers for %s %s first and %s after', (type, first, later) => {
    const { fits, others } = chooseOperators([type], false)
    expect(fits).toContain(first)
    expect(fits).toContain('exists')
    expect(others).toContain(later)
    expect([...fits, ...others].toSorted()).toEqual(allOperators.toSorted())
  })

  it('offers everything where nothing is known', () => {
    expect(chooseOperators([], false)).toEqual({ fits: allOperators, others: [] })
    expect(chooseOperators(['null'], false).fits).toEqual(allOperators)
  })

  it('offers what fits any of several kinds', () => {
    expect(chooseOperators(['text', 'number'], false).fits).toEqual(expect.arrayContaining(['contains', 'at_least']))
  })

  it('offers no dates or lists for properties of events', () => {
    const { fits, others } = chooseOperators(['date'], true)
    const known: string[] = textComparison.options.flatMap((option) => {
      const { operator } = option.shape
      return 'options' in operator ? [...operator.options] : [...operator.values]
    })
    expect([...fits, ...others].toSorted()).toEqual(known.toSorted())
  })

  it('knows every operator of the contract', () => {
    const known: string[] = comparison.options.flatMap((option) => {
      const { operator } = option.shape
      return 'options' in operator ? [...operator.options] : [...operator.values]
    })
    expect(allOperators.toSorted()).toEqual(known.toSorted())
  })
})

describe('another operator', () => {
  it.each(allOperators)('makes a comparison that the contract takes: %s', (operator) => {
    const changed = changeOperator({ operator: 'equals', value: 12 }, operator, 'number')
    const complete = 'from' in changed ? { ...changed, to: 20 } : 'date' in changed ? { ...changed, date: '2026-03-01' } : changed
    expect(comparison.safeParse(complete).error).toBeUndefined()
    expect(changed.operator).toBe(operator)
    expect(isTextComparison(changed)).toBe(textComparison.safeParse(complete).success)
  })

  it('keeps what was typed', () => {
    const one = { operator: 'equals', value: 'gold' } as const
    const several = changeOperator(one, 'in', 'text')
    expect(several).toEqual({ operator: 'in', values: ['gold'] })
    expect(changeOperator(several, 'not_equals', 'text')).toEqual({ operator: 'not_equals', value: 'gold' })
    expect(changeOperator({ operator: 'within_last', length: { amount: 3, unit: 'weeks' } }, 'more_than_ago', 'text')).toEqual({ operator: 'more_than_ago', length: { amount: 3, unit: 'weeks' } })
    expect(changeOperator({ operator: 'at_least', value: 5 }, 'between', 'number')).toEqual({ operator: 'between', from: 5, to: Number.NaN })
  })

  it('leaves empty what cannot be kept', () => {
    expect(changeOperator({ operator: 'exists' }, 'in', 'text')).toEqual({ operator: 'in', values: [] })
    expect(changeOperator({ operator: 'equals', value: 'gold' }, 'at_least', 'number')).toEqual({ operator: 'at_least', value: Number.NaN })
  })
})

describe('values', () => {
  it('takes numbers and yes/no only where nothing else was seen', () => {
    expect(findScalarType(['number', 'null'])).toBe('number')
    expect(findScalarType(['boolean'])).toBe('boolean')
    expect(findScalarType(['number', 'text'])).toBe('text')
    expect(findScalarType([], 5)).toBe('number')
    expect(findScalarType([])).toBe('text')
  })

  it('reads what was typed', () => {
    expect(readScalar('12,5', 'number')).toBe(12.5)
    expect(readScalar('12', 'text')).toBe('12')
    expect(readScalar('true', 'boolean')).toBe(true)
  })

  it('begins with the first operator that fits', () => {
    expect(createComparison(['boolean'])).toEqual({ operator: 'equals', value: true })
    expect(createComparison(['date']).operator).toBe('within_last')
    expect(createComparison(['list']).operator).toBe('list_has')
  })
})
