import { describe, expect, it } from 'vitest'
import { computation, type Computation } from '../../../../../server/src/features/segments/computed-traits.contract.ts'
import { changeFunction, computedFunctions, createComputation, findComputationGap } from './computation.ts'

const sum: Computation = { function: 'sum', event: { type: 'track', name: 'Order Completed', filters: [] }, window: { kind: 'sliding', length: { amount: 90, unit: 'days' } }, property: 'total' }

describe('computed traits', () => {
  it('knows every function of the contract', () => {
    const known: string[] = computation.options.flatMap((option) => {
      const { function: named } = option.shape
      return 'options' in named ? [...named.options] : [...named.values]
    })
    expect(computedFunctions.map(String).toSorted()).toEqual(known.toSorted())
  })

  it.each(computedFunctions)('makes a computation that the contract takes: %s', (named) => {
    const changed = changeFunction(sum, named)
    expect(changed.function).toBe(named)
    expect(findComputationGap(changed)).toBeNull()
    expect(computation.safeParse(changed).error).toBeUndefined()
  })

  it('keeps event, window and property', () => {
    expect(changeFunction(sum, 'max')).toEqual({ ...sum, function: 'max' })
    expect(changeFunction(changeFunction(sum, 'first'), 'last')).toMatchObject({ event: sum.event, property: 'total' })
  })

  it('does not add up times', () => {
    const first: Computation = { function: 'first', event: sum.event, property: '$time' }
    expect(findComputationGap(first)).toBeNull()
    expect(changeFunction(first, 'last')).toMatchObject({ property: '$time' })
    expect(changeFunction(first, 'sum')).toMatchObject({ property: '' })
  })

  it('says what is missing', () => {
    expect(findComputationGap(createComputation())).toBe('event')
    expect(findComputationGap({ ...sum, property: '' })).toBe('property')
    expect(findComputationGap({ function: 'last_list', event: sum.event, property: 'total', size: 51 })).toBe('number')
    expect(findComputationGap({ function: 'rfm', part: 'score', days: Number.NaN })).toBe('number')
    expect(findComputationGap({ ...sum, window: { kind: 'sliding', length: { amount: 0, unit: 'days' } } })).toBe('duration')
  })
})
