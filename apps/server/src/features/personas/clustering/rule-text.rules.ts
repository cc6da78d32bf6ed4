// A suggested rule in words. Says what `rule-candidates.rules.ts` makes; anything else by its kind.
import type { Condition, Definition, EventFilter, LeafCondition } from '../../segments/conditions.contract.ts'

type EventCondition = Extract<LeafCondition, { type: 'event' }>
type EventTimeCondition = Extract<LeafCondition, { type: 'event_time' }>
type TraitCondition = Extract<LeafCondition, { type: 'trait' }>

function describeEvent({ name, filters }: EventFilter): string {
  const parts = filters.map((filter) => (filter.operator === 'equals' ? `${filter.property} “${filter.value}”` : `a ${filter.property}`))
  return `“${name}”${parts.length > 0 ? ` with ${parts.join(' and ')}` : ''}`
}

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count.toLocaleString('en')} times`)

function describeCount({ event, operator, value, window }: EventCondition): string {
  const when = window.kind === 'sliding' ? ` in the last ${window.length.amount} ${window.length.unit}` : ''
  if (operator === 'at_most' && value === 0) return `no ${describeEvent(event)}${when}`
  return `${describeEvent(event)} ${operator === 'at_least' ? 'at least' : 'at most'} ${times(value)}${when}`
}

function describeTime({ event, which, time }: EventTimeCondition): string {
  if (time.operator !== 'within_last' && time.operator !== 'more_than_ago') return `the ${which} ${describeEvent(event)} at a certain time`
  const span = `${time.length.amount} ${time.length.unit}`
  return `the ${which} ${describeEvent(event)} ${time.operator === 'within_last' ? `in the last ${span}` : `more than ${span} ago`}`
}

function describeTrait(condition: TraitCondition): string {
  if (condition.trait === '$identified') return 'customers who are identified'
  const name = { $orders: 'orders', $revenue: 'revenue' }[condition.trait] ?? condition.trait
  if (!('value' in condition)) return name
  const words = { at_least: 'at least', at_most: 'at most', less: 'less than' } as Record<string, string>
  const amount = `${words[condition.operator] ?? condition.operator} ${condition.value.toLocaleString('en')}`
  return name === 'revenue' ? `revenue of ${amount}` : `${amount} ${name}`
}

function describeCondition(condition: Condition): string {
  switch (condition.type) {
    case 'all':
      return condition.conditions.map(describeCondition).join(', and ')
    case 'any':
      return `either ${condition.conditions.map(describeCondition).join('; or ')}`
    case 'event':
      return describeCount(condition)
    case 'event_time':
      return describeTime(condition)
    case 'trait':
      return describeTrait(condition)
    default:
      return `a condition on ${condition.type}`
  }
}

/** One sentence without an end stop: customers who are identified, and “Order Completed” at least 3 times, and no “Coupon Applied”. */
export function describeRule(definition: Definition): string {
  return describeCondition(definition)
}
