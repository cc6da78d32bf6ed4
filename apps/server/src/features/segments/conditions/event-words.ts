// Counting and time in words.
import type { Window } from '../conditions.contract.ts'
import { showDuration } from './operators.ts'

export function describeWindow(window: Window): string {
  if (window.kind === 'ever') return 'ever'
  if (window.kind === 'between') return `from ${window.from.slice(0, 10)} to ${window.to.slice(0, 10)}`
  return `in the last ${showDuration(window.length)}`
}

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

export function ordinal(number: number): string {
  return ordinals[number] ?? `${number}${number % 10 === 1 && number % 100 !== 11 ? 'st' : number % 10 === 2 && number % 100 !== 12 ? 'nd' : number % 10 === 3 && number % 100 !== 13 ? 'rd' : 'th'}`
}

/** An instant for a reader, to the minute, UTC. */
export function showInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')
}
