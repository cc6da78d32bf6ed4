// When a rule's answer must have changed for a sender, to the millisecond: the oracle asked at every instant that any
// of the rule's spans of time can lead to.
import type { Condition, Definition } from '../src/features/segments/conditions.contract.ts'
import { holdsFor, lengthOf, localDate } from './rule-oracle.ts'
import type { RuleTrial } from './rule-trial.ts'

interface Change {
  isEntered: boolean
  at: string
}

/** The rule with the text of all rules it leads to. */
function textOf(condition: Condition, rules: ReadonlyMap<string, Definition | null>): string {
  const text = JSON.stringify(condition)
  return [text, ...[...text.matchAll(/"segmentId":"([^"]+)"/g)].map(([, id]) => (rules.get(id!) ? textOf(rules.get(id!)!, rules) : ''))].join('\n')
}

function spansIn(text: string): number[] {
  const found = [...text.matchAll(/"amount":(\d+),"unit":"(minutes|hours|days|weeks)"/g)].map(([, amount, unit]) => lengthOf({ amount: Number(amount), unit: unit as 'days' }))
  return [...new Set([0, ...found, ...found.flatMap((one) => found.map((other) => one + other))])]
}

function instantsIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(instantsIn)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(instantsIn)
  const time = typeof value === 'number' && value >= 1e9 && value < 1e14 ? (value >= 1e11 ? value : value * 1000) : typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? [] : [time]
}

const quarterHourMs = 900_000

/** The first instants of local days in from < t ≤ to. */
function midnights(from: number, to: number, timezone: string): number[] {
  const found: number[] = []
  for (let at = Math.ceil((from + 1) / quarterHourMs) * quarterHourMs; at <= to; at += quarterHourMs) if (localDate(at, timezone) !== localDate(at - 1, timezone)) found.push(at)
  return found
}

/** All changes since the trial began, of a rule that was there from the start and a sender whom nothing merges. */
export function expectedChanges(trial: RuleTrial, rule: Definition, sender: string): Change[] {
  const { world } = trial
  const text = textOf(rule, trial.rules)
  const mine = trial.happenings.filter((one) => one.sender === sender || one.type === 'group')
  const instants = mine.flatMap((one) => [one.time, ...instantsIn(one.traits)])
  const lengths = spansIn(text)
  const flips = new Set(instants.flatMap((instant) => lengths.flatMap((length) => [instant + length, instant - length])))
  const changes: Change[] = []
  let isIn = false
  const ask = (now: number, isKnown: (receivedAt: number) => boolean) => {
    const holds = holdsFor(rule, world, { sender, now, isKnown: (one) => isKnown(one.receivedAt) })
    if (holds === isIn) return
    isIn = holds
    changes.push({ isEntered: holds, at: new Date(now).toISOString() })
  }
  const firstAt = Math.min(...mine.filter((one) => one.sender === sender).map((one) => one.receivedAt))
  const moments = [...new Set(trial.moments)].filter((moment) => moment >= firstAt).toSorted((left, right) => left - right)
  let before = -Infinity
  for (const moment of moments) {
    if (before > -Infinity) {
      const days = text.includes('anniversary_within') ? midnights(before, moment, trial.timezone) : []
      const between = [...new Set([...[...flips].filter((at) => at > before && at <= moment), ...days])].toSorted((left, right) => left - right)
      for (const at of between) ask(at, (receivedAt) => receivedAt < moment && receivedAt <= before)
    }
    ask(moment, (receivedAt) => receivedAt <= moment)
    before = moment
  }
  return changes
}
