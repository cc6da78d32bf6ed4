import { describe, expect, it } from 'vitest'
import { changeAggregate, changeNegative, createEventCondition, findEventConditionGap, isNegative, type EventCondition } from './event-count.ts'

const did: EventCondition = { ...createEventCondition(), event: { type: 'track', name: 'Order Completed', filters: [] } }

describe('how often something happened', () => {
  it('counts "did not" as at most 0, and back as at least once', () => {
    const not = changeNegative(did, true)
    expect(not).toMatchObject({ operator: 'at_most', value: 0, aggregate: { function: 'count' }, event: did.event, window: did.window })
    expect(isNegative(not)).toBe(true)
    expect(changeNegative(not, false)).toEqual(did)
    expect(isNegative({ ...not, aggregate: { function: 'sum', property: 'total' } })).toBe(false)
  })

  it('keeps the property from one measure to the next', () => {
    const sum = changeAggregate(did, 'sum')
    expect(sum.aggregate).toEqual({ function: 'sum', property: '' })
    expect(findEventConditionGap(sum)).toBe('property')
    const total: EventCondition = { ...sum, aggregate: { function: 'sum', property: 'total' }, value: -2_500.5 }
    expect(changeAggregate(total, 'average').aggregate).toEqual({ function: 'average', property: 'total' })
    expect(findEventConditionGap(total)).toBeNull()
    expect(changeAggregate(total, 'count')).toMatchObject({ aggregate: { function: 'count' }, value: 0 })
    expect(changeAggregate({ ...total, value: 2_500 }, 'distinct').value).toBe(1_000)
  })

  it('wants whole counts up to 1,000', () => {
    expect(findEventConditionGap(did)).toBeNull()
    expect(findEventConditionGap({ ...did, value: Number.NaN })).toBe('number')
    expect(findEventConditionGap({ ...did, value: 1.5 })).toBe('count')
    expect(findEventConditionGap({ ...did, value: 1_001 })).toBe('count')
    expect(findEventConditionGap(createEventCondition())).toBe('event')
  })
})
