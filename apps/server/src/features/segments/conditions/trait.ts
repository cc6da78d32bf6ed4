// What is known of a person: their traits, and what Rapport knows itself under $….
import { z } from 'zod'
import type { traitCondition } from '../conditions.contract.ts'
import { defineCondition } from './define-condition.ts'
import { comparisonToSql, describeComparison, isTimed, nextComparisonFlip, testComparison } from './operators.ts'
import { personSql, personValue, showValue } from './person-sql.ts'

/** Names under which people know what Rapport knows itself. */
const knownNames: Record<string, string> = {
  $country: 'Country', $city: 'City', $language: 'Language', $timezone: 'Time zone', $device: 'Device', $email: 'E-mail', $phone: 'Phone',
  $identified: 'Identified', $first_seen: 'First seen', $orders: 'Orders', $revenue: 'Revenue',
}

export const trait = defineCondition<z.infer<typeof traitCondition>>({
  type: 'trait',
  label: 'Trait',
  description: 'Something known of the person: a trait, their country, their orders.',
  configSchema: z.object({ trait: z.string(), operator: z.string() }),
  example: { trait: 'plan', operator: 'equals', value: 'plus' } as { trait: string; operator: string },
  reads: 'person',
  holds: (condition, subject, moment) => testComparison(personValue(subject.values(), condition.trait), condition, moment),
  nextFlip: (condition, subject, moment) => (isTimed(condition) ? nextComparisonFlip(personValue(subject.values(), condition.trait), condition, moment) : Infinity),
  toSql: (condition, context) => comparisonToSql(personSql(condition.trait), condition, context),
  flipsWithoutEvents: isTimed,
  words: (condition) => `${knownNames[condition.trait] ?? condition.trait} ${describeComparison(condition)}`,
  found: (condition, subject) => showValue(personValue(subject.values(), condition.trait)),
  flipReason: (condition, holds) => `${knownNames[condition.trait] ?? condition.trait} ${holds ? 'now' : 'no longer'} ${describeComparison(condition).replace(/^(is|lies|has) /, '')}`,
})
