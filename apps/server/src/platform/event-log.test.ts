import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createEventLog } from './event-log.ts'
import type { Signal } from './signals.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first news of a workspace is told at once, and all that follows closely in one hint behind it', async () => {
  const sent: number[] = []
  const signals = { send: async (signal: Signal) => void sent.push(signal.workspaceId) }
  const log = createEventLog({ signals } as unknown as Parameters<typeof createEventLog>[0])
  log.announce(1)
  expect(sent).toEqual([1])
  for (let index = 0; index < 50; index += 1) log.announce(1)
  log.announce(2)
  expect(sent).toEqual([1, 2])
  vi.advanceTimersByTime(500)
  expect(sent).toEqual([1, 2, 1])
  log.announce(1)
  expect(sent).toEqual([1, 2, 1, 1])
})
