// Goes through the history of everyone page by page; while one is worked on, the next is being read.
import type { ClickHouse } from '../../../platform/clickhouse.ts'
import { planPages, readSeriesRange, type HistoryQuery } from './history.ts'
import type { FilledSeries } from './live-writes.ts'

const pagePeople = 10_000

export interface HistoryPage {
  rows: { id: string; filled: FilledSeries }[]
  /** Where to go on from; null after the last page. */
  upTo: string | null
}

export class HistoryPages {
  /** How many people there are, for showing progress. */
  readonly people: number
  private readonly clickhouse: ClickHouse
  private readonly ends: string[]
  private after: string | null
  private reading: Promise<HistoryPage> | undefined

  private constructor(clickhouse: ClickHouse, after: string | null, { people, ends }: { people: number; ends: string[] }) {
    this.clickhouse = clickhouse
    this.after = after
    this.people = people
    this.ends = ends
  }

  static async open(clickhouse: ClickHouse, query: HistoryQuery, after: string | null): Promise<HistoryPages> {
    return new HistoryPages(clickhouse, after, await planPages(clickhouse, { ...query, after }, pagePeople))
  }

  async take(query: HistoryQuery): Promise<HistoryPage> {
    const page = await (this.reading ?? this.read(query))
    this.reading = page.upTo === null ? undefined : this.read(query)
    this.reading?.catch(() => {})
    return page
  }

  private async read(query: HistoryQuery): Promise<HistoryPage> {
    const { after } = this
    const upTo = this.ends.shift() ?? null
    this.after = upTo
    return { rows: await readSeriesRange(this.clickhouse, { ...query, after, upTo }), upTo }
  }
}
