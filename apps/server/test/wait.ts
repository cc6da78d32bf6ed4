// Waiting for something another process does: asks until the answer is there, and fails with what was last seen.
import { setTimeout as pause } from 'node:timers/promises'

/** Polls `look` until it returns something other than undefined or false. */
export async function waitFor<T>(what: string, look: () => Promise<T | undefined | false> | T | undefined | false, seconds = 20): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  let lastError: unknown
  do {
    try {
      const found = await look()
      if (found !== undefined && found !== false) return found
    } catch (error) {
      lastError = error
    }
    await pause(25)
  } while (Date.now() < deadline)
  throw new Error(`${what} did not happen within ${seconds} s`, { cause: lastError })
}
