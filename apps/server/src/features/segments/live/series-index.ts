// Which series an event may touch: by its type and name, then by a text that a filter demands of a property.
import type { EventFilter } from '../conditions.contract.ts'
import type { SeenEvent } from '../conditions/event-match.ts'
import type { SeriesRecord } from './definitions.ts'
import { seriesKind } from './series/index.ts'

/** The series that look at events of one type and name. */
interface Candidates {
  always: readonly SeriesRecord[]
  /** Property → its text → series that want nothing else. */
  byText: readonly (readonly [property: string, byValue: ReadonlyMap<string, readonly SeriesRecord[]>])[]
}

interface Demand {
  property: string
  text: string
}

/** What an event must have for the filter to take it. Texts that may be read as numbers compare in more ways than one. */
function demandOf({ filters }: EventFilter): Demand | undefined {
  for (const filter of filters) {
    if (filter.operator === 'equals' && typeof filter.value === 'string' && Number.isNaN(Number(filter.value))) return { property: filter.property, text: filter.value }
  }
  return undefined
}

const filtersOf = ({ definition }: SeriesRecord) => seriesKind(definition).filters(definition)
/** `type\nname` of what a filter takes; '*' for any. */
const keyOf = (filter: EventFilter) => `${filter.type === 'any' ? '*' : filter.type}\n${filter.name}`

const maxKnown = 10_000

export class SeriesIndex {
  private readonly byFilter = new Map<string, SeriesRecord[]>()
  private readonly known = new Map<string, Candidates>()

  constructor(series: Iterable<SeriesRecord>) {
    for (const record of series) {
      for (const key of new Set(filtersOf(record).map(keyOf))) this.byFilter.set(key, [...(this.byFilter.get(key) ?? []), record])
    }
  }

  /** Each at most once. Whether the event really belongs to them, they say themselves. */
  find(event: SeenEvent): readonly SeriesRecord[] {
    const { always, byText } = this.candidatesOf(event.type, event.name)
    if (byText.length === 0) return always
    const { text } = event.flat()
    let found = always
    for (const [property, byValue] of byText) {
      const value = text[property]
      const matching = value === undefined ? undefined : byValue.get(value)
      if (matching) found = [...found, ...matching]
    }
    return found
  }

  private candidatesOf(type: string, name: string): Candidates {
    const key = `${type}\n${name}`
    let candidates = this.known.get(key)
    if (!candidates) {
      candidates = this.collect(new Set([key, `${type}\n*`, `*\n${name}`, '*\n*']))
      if (this.known.size < maxKnown) this.known.set(key, candidates)
    }
    return candidates
  }

  private collect(keys: ReadonlySet<string>): Candidates {
    const always: SeriesRecord[] = []
    const byText = new Map<string, Map<string, SeriesRecord[]>>()
    for (const record of new Set([...keys].flatMap((key) => this.byFilter.get(key) ?? []))) {
      const demands = filtersOf(record).filter((filter) => keys.has(keyOf(filter))).map(demandOf)
      const [demand] = demands
      // One place for each series, so that none takes an event twice.
      if (!demand || demands.some((other) => other?.property !== demand.property || other.text !== demand.text)) {
        always.push(record)
        continue
      }
      let byValue = byText.get(demand.property)
      if (!byValue) byText.set(demand.property, (byValue = new Map()))
      byValue.set(demand.text, [...(byValue.get(demand.text) ?? []), record])
    }
    return { always, byText: [...byText] }
  }
}
