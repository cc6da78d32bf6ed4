// When something was done for the first or last time.
import { z } from 'zod'
import { type Comparison, type eventTimeCondition } from '../conditions.contract.ts'
import { scopeToSql } from '../live/series/scope-sql.ts'
import { roundKeep } from '../live/series/index.ts'
import { rowTime } from '../live/series/define-series.ts'
import { nthNewest, type TimesDefinition, type TimesState } from '../live/series/times.ts'
import { defineCondition, oncePerCondition, type Subject } from './define-condition.ts'
import { describeFilter } from './event-match.ts'
import { showInstant } from './event-words.ts'
import type { Moment } from './moment.ts'
import { instantSql } from './sql-text.ts'
import { comparisonToSql, describeComparison, nextComparisonFlip, testComparison, type Value } from './operators.ts'

type EventTimeCondition = z.infer<typeof eventTimeCondition>

const seriesOf = oncePerCondition(({ event }: EventTimeCondition): TimesDefinition => ({ kind: 'times', event, keep: roundKeep(1) }))

function readTime(condition: EventTimeCondition, subject: Subject, { now }: Moment): Value {
  const state = subject.series(seriesOf(condition)) as TimesState
  const time = state.n === 0 ? undefined : condition.which === 'first' ? state.f : nthNewest(state, 1, now)
  return { text: undefined, number: undefined, time }
}

export const eventTime = defineCondition<EventTimeCondition>({
  type: 'event_time',
  label: 'First or last time',
  description: 'When something was done for the first or the last time.',
  configSchema: z.object({ event: z.object({ name: z.string() }), which: z.string() }),
  example: { event: { name: 'Order Completed' }, which: 'last' },
  series: (condition) => [seriesOf(condition)],
  holds: (condition, subject, moment) => testComparison(readTime(condition, subject, moment), condition.time as Comparison, moment),
  nextFlip: (condition, subject, moment) => nextComparisonFlip(readTime(condition, subject, moment), condition.time as Comparison, moment),
  toSql(condition, context) {
    const rows = `(${scopeToSql({ event: condition.event })} AND time <= ${instantSql(context.now)})`
    const time = context.aggregate(`${condition.which === 'first' ? 'min' : 'max'}If(${rowTime}, ${rows})`, rows)
    const count = context.aggregate(`countIf(${rows})`, rows)
    return comparisonToSql({ text: "''", hasText: '0', number: '0', hasNumber: '0', time, hasTime: `${count} > 0`, list: '[]' }, condition.time as Comparison, context)
  },
  holdsWithoutEvents: () => false,
  flipsWithoutEvents: () => false,
  words: (condition) => `the ${condition.which} ${describeFilter(condition.event)} ${describeComparison(condition.time as Comparison)}`,
  found(condition, subject, moment) {
    const { time } = readTime(condition, subject, moment)
    return time === undefined ? 'never' : showInstant(time)
  },
  flipReason: (condition) => `the ${condition.which} ${describeFilter(condition.event)} ${describeComparison(condition.time as Comparison).replace('lies in the last', 'is older than').replace('lies ', 'is ')}`,
})
