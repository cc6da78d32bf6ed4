// Traits with the stamp of the event that set each: the latest wins, whatever order they arrive in. People and companies alike.

/** [time, seq] of the event that set a trait. */
export type Stamp = [time: number, seq: number]

export interface StampedTraits {
  traits: Record<string, unknown>
  stamps: Record<string, Stamp>
}

const maxTraits = 500

export function isLater([time, seq]: Stamp, other: Stamp | undefined): boolean {
  return other === undefined || time > other[0] || (time === other[0] && seq > other[1])
}

/** What an object holds itself under a name: a trait may be called "constructor". */
export function ownValue<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** Sets or (with null or undefined) removes a trait, unless a later event has set it or there are too many. Returns whether it did. */
export function setTrait({ traits, stamps }: StampedTraits, name: string, value: unknown, stamp: Stamp): boolean {
  const known = ownValue(stamps, name)
  if (!isLater(stamp, known) || name.length > 200 || name === '__proto__') return false
  if (known === undefined && Object.keys(stamps).length >= maxTraits) return false
  stamps[name] = stamp
  if (value === null || value === undefined) delete traits[name]
  else traits[name] = value
  return true
}
