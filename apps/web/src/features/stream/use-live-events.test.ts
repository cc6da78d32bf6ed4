import { describe, expect, it } from 'vitest'
import type { LiveEvent } from '@contract/stream/stream.contract.ts'
import { addNewer } from './use-live-events.ts'

const event = (seq: number, status: LiveEvent['status'] = 'processed') => ({ seq, status }) as LiveEvent
const seqs = (events: LiveEvent[]) => events.map(({ seq }) => seq)

describe('addNewer', () => {
  it('puts the newest first and shows each once, as it is now', () => {
    const events = addNewer([event(3, 'rejected'), event(2)], [event(5), event(4), event(3)])
    expect(seqs(events)).toEqual([5, 4, 3, 2])
    expect(events.find(({ seq }) => seq === 3)?.status).toBe('processed')
  })

  it('lets the oldest go', () => {
    const many = Array.from({ length: 1000 }, (_, index) => event(1000 - index))
    const events = addNewer(many, [event(1002), event(1001)])
    expect(events).toHaveLength(1000)
    expect(events[0]?.seq).toBe(1002)
    expect(events.at(-1)?.seq).toBe(3)
  })
})
