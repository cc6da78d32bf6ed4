// A steady stream of events, in 20 batches a second.
import { setTimeout as sleep } from 'node:timers/promises'
import { makeBatch } from './events.ts'
import { buildRequest, sendLoad } from './http-load.ts'
import type { Installation } from './installation.ts'

const batchMs = 50

export interface SteadyLoad {
  /** Begins the messageIds: another run, other events. */
  run: string
  perSecond: number
  people: number
  until: AbortSignal
}

export async function sendSteadily({ port, writeKey }: Installation, { run, perSecond, people, until }: SteadyLoad): Promise<void> {
  const events = Math.max(1, Math.round((perSecond * batchMs) / 1_000))
  for (let sent = 0; !until.aborted; sent += events) {
    const due = performance.now() + batchMs
    const requests = [buildRequest('/v1/batch', writeKey, makeBatch(run, sent, events, people))]
    await sendLoad(port, 1, () => requests.pop())
    await sleep(Math.max(0, due - performance.now()))
  }
}
