// One thing, then another within a time; or one thing that was not followed by the other.
import { z } from 'zod'
import { toMilliseconds, type sequenceCondition } from '../conditions.contract.ts'
import { maxEntries, rowTime } from '../live/series/define-series.ts'
import { bitsSql, findMatches, horizonOf, newestMatch, nextPendingEnd, type SequenceDefinition, type SequenceMatch, type SequenceState } from '../live/series/sequence.ts'
import { defineCondition, oncePerCondition, type SqlContext, type Subject } from './define-condition.ts'
import { describeFilter } from './event-match.ts'
import { describeWindow, showInstant } from './event-words.ts'
import type { Moment } from './moment.ts'
import { showDuration } from './operators.ts'
import { instantSql } from './sql-text.ts'

type SequenceCondition = z.infer<typeof sequenceCondition>

const seriesOf = oncePerCondition(({ first, second, without, within, window }: SequenceCondition): SequenceDefinition => {
  return { kind: 'sequence', first, second, ...(without ? { without } : {}), withinMs: toMilliseconds(within), windowMs: window.kind === 'sliding' ? toMilliseconds(window.length) : null }
})

/** The time of a match that must lie in the window. */
function anchorOf(match: SequenceMatch, { isFollowed }: SequenceCondition): number {
  return isFollowed ? match.second : match.first
}

function matchesInWindow(condition: SequenceCondition, subject: Subject, { now }: Moment): SequenceMatch[] {
  const definition = seriesOf(condition)
  const matches = findMatches(subject.series(definition) as SequenceState, definition, condition.isFollowed, now)
  const { windowMs } = definition
  return windowMs === null ? matches : matches.filter((match) => anchorOf(match, condition) > now - windowMs)
}

function newestInWindow(condition: SequenceCondition, subject: Subject, { now }: Moment): number | undefined {
  const definition = seriesOf(condition)
  return newestMatch(subject.series(definition) as SequenceState, definition, condition.isFollowed, now)
}

function nextFlip(condition: SequenceCondition, subject: Subject, moment: Moment): number {
  const definition = seriesOf(condition)
  // It holds until the last match has left the window.
  const newest = definition.windowMs === null ? undefined : newestInWindow(condition, subject, moment)
  const ends = newest === undefined ? Infinity : newest + definition.windowMs!
  return condition.isFollowed ? ends : Math.min(ends, nextPendingEnd(subject.series(definition) as SequenceState, definition, moment.now))
}

/**
 * The person's newest 1,000 such events as an array of (time, bits), oldest first; then, for each first event, whether
 * a second lies in its time with nothing of `without` strictly between.
 */
function toSql(condition: SequenceCondition, context: SqlContext): string {
  const definition = seriesOf(condition)
  const { windowMs, withinMs } = definition
  const { now } = context
  const bits = bitsSql(definition)
  const horizon = horizonOf(definition)
  const rows = `(${bits} > 0 AND time <= ${instantSql(now)}${horizon < Infinity ? ` AND time > ${instantSql(now - horizon)}` : ''})`
  const events = context.aggregate(`groupArraySortedIf(${maxEntries})((-${rowTime}, ${bits}), ${rows})`, rows)
  // Times are negated in the array: earlier is greater.
  const between = `arrayExists(z -> bitAnd(z.2, 4) > 0 AND z.1 < x.1 AND z.1 > y.1, ${events})`
  const completes = `bitAnd(y.2, 2) > 0 AND y.1 < x.1 AND x.1 - y.1 <= ${withinMs}${definition.without ? ` AND NOT ${between}` : ''}`
  if (condition.isFollowed) {
    const inWindow = windowMs === null ? '' : ` AND -y.1 > ${now - windowMs}`
    return `arrayExists(x -> bitAnd(x.2, 1) > 0 AND arrayExists(y -> ${completes}${inWindow}, ${events}), ${events})`
  }
  const inWindow = windowMs === null ? '' : ` AND -x.1 > ${now - windowMs}`
  return `arrayExists(x -> bitAnd(x.2, 1) > 0 AND -x.1 + ${withinMs} <= ${now}${inWindow} AND NOT arrayExists(y -> ${completes}, ${events}), ${events})`
}

function words({ first, second, without, within, isFollowed, window }: SequenceCondition): string {
  const span = `within ${showDuration(within)}`
  const middle = isFollowed ? `then ${describeFilter(second)} ${span}` : `not followed by ${describeFilter(second)} ${span}`
  return `${describeFilter(first)}, ${middle}${without ? `, without ${describeFilter(without)} between` : ''}, ${describeWindow(window)}`
}

export const sequence = defineCondition<SequenceCondition>({
  type: 'sequence',
  label: 'One thing after another',
  description: 'Did one thing and then another within a time, or did not go on to the other.',
  configSchema: z.object({ first: z.object({ name: z.string() }), second: z.object({ name: z.string() }) }),
  example: { first: { name: 'Cart Viewed' }, second: { name: 'Order Completed' } },
  series: (condition) => [seriesOf(condition)],
  holds: (condition, subject, moment) => newestInWindow(condition, subject, moment) !== undefined,
  nextFlip,
  toSql,
  holdsWithoutEvents: () => false,
  flipsWithoutEvents: () => false,
  onlyEndsByTime: ({ isFollowed }) => isFollowed,
  words,
  found(condition, subject, moment) {
    const matches = matchesInWindow(condition, subject, moment)
    const newest = matches.at(-1)
    if (!newest) return 'no such sequence'
    return `${matches.length} ${matches.length === 1 ? 'time' : 'times'}, the newest began ${showInstant(newest.first)}`
  },
  flipReason: (condition, holds) =>
    condition.isFollowed || !holds ? `the last ${describeFilter(condition.first)} of this kind is too long ago` : `no ${describeFilter(condition.second)} within ${showDuration(condition.within)} of ${describeFilter(condition.first)}`,
})
