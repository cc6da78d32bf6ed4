// What is known of a company that somebody belongs to.
import { z } from 'zod'
import type { companyCondition } from '../conditions.contract.ts'
import { defineCondition } from './define-condition.ts'
import { describeComparison, isTimed, nextComparisonFlip, testComparison } from './operators.ts'
import { personValue, showValue } from './person-sql.ts'
import { quote } from './sql-text.ts'

export const company = defineCondition<z.infer<typeof companyCondition>>({
  type: 'company',
  label: 'Company',
  description: 'Something known of any company the person belongs to.',
  configSchema: z.object({ trait: z.string(), operator: z.string() }),
  example: { trait: 'industry', operator: 'equals' },
  reads: 'company',
  holds: (condition, subject, moment) => subject.companies().some((values) => testComparison(personValue(values, condition.trait), condition, moment)),
  toSql(condition, context) {
    const ids = context.companies((values) => testComparison(personValue(values, condition.trait), condition, context))
    return ids.length === 0 ? '0' : `hasAny(lists['$companies'], [${ids.map(quote).join(', ')}])`
  },
  nextFlip: (condition, subject, moment) => Math.min(Infinity, ...subject.companies().map((values) => nextComparisonFlip(personValue(values, condition.trait), condition, moment))),
  flipsWithoutEvents: isTimed,
  holdsWithoutEvents: () => true,
  words: (condition) => `a company whose ${condition.trait === '$id' ? 'id' : condition.trait} ${describeComparison(condition)}`,
  found(condition, subject) {
    const shown = subject.companies().map((values) => showValue(personValue(values, condition.trait)))
    return shown.length === 0 ? 'no company' : shown.slice(0, 5).join('; ')
  },
})
