/** What was begun in this tab, so that a reload or another language goes on with it instead of beginning anew. */
import { keyPrefix } from '../../../core/storage.ts'
import type { Answers } from '../wire.ts'

export interface Begun {
  token: string
  responseId: string
  version: number
  revision: number
  answers: Answers
  /** Milliseconds since 1970. */
  at: number
}

/** On a device that many use, the next person must not see it. */
const maxAgeMs = 30 * 60_000

const keyOf = (slugOrToken: string) => `${keyPrefix}begun:${slugOrToken}`

export function recallBegun(slugOrToken: string, version: number): Begun | undefined {
  try {
    const begun = JSON.parse(sessionStorage.getItem(keyOf(slugOrToken)) ?? 'null') as Begun | null
    return begun && begun.version === version && begun.at > Date.now() - maxAgeMs ? begun : undefined
  } catch {
    return undefined
  }
}

/** undefined: it is finished. */
export function rememberBegun(slugOrToken: string, begun: Begun | undefined): void {
  try {
    if (begun) sessionStorage.setItem(keyOf(slugOrToken), JSON.stringify(begun))
    else sessionStorage.removeItem(keyOf(slugOrToken))
  } catch {
    // Blocked or full: a reload begins anew.
  }
}
