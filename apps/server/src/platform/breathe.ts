// Long loops over a batch let the event loop breathe: answers of the databases would otherwise wait for the loop's end,
// and the databases for us.
import { setImmediate as nextTurn } from 'node:timers/promises'

/** About 3 ms of work on an event-sized item. */
const itemsPerTurn = 100

/** Calls `work` for every item, in order, with a turn of the event loop now and then. */
export async function forEachBreathing<T>(items: readonly T[], work: (item: T, index: number) => void): Promise<void> {
  for (let index = 0; index < items.length; index += 1) {
    work(items[index]!, index)
    if (index % itemsPerTurn === itemsPerTurn - 1) await nextTurn()
  }
}
