// Looks at what became of the events a test sent: counters, rejected events, people and their events.
import type { Person as PersonProfile, PersonEvent } from '../src/features/people/people.contract.ts'
import type { LiveEvent, RejectedEvent, StreamCounters } from '../src/features/stream/stream.contract.ts'
import { expectStatus, type Caller, type TestServer } from './test-server.ts'
import { waitFor } from './wait.ts'

export interface StreamProbe {
  counters(): Promise<StreamCounters>
  /** Resolves once all that was accepted is processed and in ClickHouse. Fails when the stream stands still. */
  settle(seconds?: number): Promise<StreamCounters>
  /** The newest first, at most 200. */
  rejected(): Promise<RejectedEvent[]>
  /** The newest first, at most 200. */
  recent(): Promise<LiveEvent[]>
  /** The person with this identifier, undefined when there is none. */
  findPerson(value: string, kind?: string): Promise<PersonProfile | undefined>
  /** The events of the person with this identifier, the oldest first. Call `settle` before. */
  eventsOf(value: string, kind?: string): Promise<PersonEvent[]>
}

export function createStreamProbe(server: TestServer, by: Caller): StreamProbe {
  const read = async <T>(url: string) => expectStatus(await server.request<T>('GET', url, { as: by }), 200).body
  const counters = () => read<StreamCounters>('/v1/stream/counters')
  async function findPerson(value: string, kind?: string): Promise<PersonProfile | undefined> {
    const query = new URLSearchParams({ value, ...(kind ? { kind } : {}) })
    const reply = await server.request<PersonProfile>('GET', `/v1/people/lookup?${query}`, { as: by })
    return reply.status === 404 ? undefined : expectStatus(reply, 200).body
  }
  return {
    counters,
    settle: (seconds = 20) =>
      waitFor(
        'The stream having processed and exported everything',
        async () => {
          const now = await counters()
          return now.waiting === 0 && now.exporting === 0 && now
        },
        seconds,
      ),
    rejected: async () => (await read<{ items: RejectedEvent[] }>('/v1/stream/rejected?limit=200')).items,
    recent: async () => (await read<{ items: LiveEvent[] }>('/v1/stream/recent?limit=200')).items,
    findPerson,
    async eventsOf(value, kind) {
      const person = await findPerson(value, kind)
      if (!person) throw new Error(`Nobody has the identifier ${value}.`)
      const events: PersonEvent[] = []
      let cursor: string | null = null
      do {
        const page: { items: PersonEvent[]; nextCursor: string | null } = await read(`/v1/people/${person.id}/events?limit=100${cursor ? `&cursor=${cursor}` : ''}`)
        events.push(...page.items)
        cursor = page.nextCursor
      } while (cursor)
      return events.reverse()
    },
  }
}
