// The companies of a workspace in the processor's memory, where a rule asks for them.
import type { ProcessedEvent } from '../../../platform/stream-event.ts'
import { foldCompanyTraits, readCompanyValues, type CompanyTraits, type PersonValues } from '../../people/index.ts'

export class CompanyMemory {
  private readonly companies: Map<string, CompanyTraits>
  private readonly values = new Map<string, PersonValues>()
  private changed = new Set<string>()
  /** Grows with every change of any company, and from one memory to the next: who was asked at another version is asked again. */
  version: number

  constructor(companies: Map<string, CompanyTraits>, firstVersion = 1) {
    this.companies = companies
    this.version = firstVersion
  }

  /** What rules see of the companies with these ids. */
  list(ids: readonly string[]): PersonValues[] {
    return ids.flatMap((id) => {
      const company = this.companies.get(id)
      if (!company) return []
      let values = this.values.get(id)
      if (!values) this.values.set(id, (values = readCompanyValues(id, company.traits)))
      return [values]
    })
  }

  /** A group call: the company's traits, latest wins. */
  fold(event: ProcessedEvent): void {
    let company = this.companies.get(event.groupId)
    if (!company) this.companies.set(event.groupId, (company = { traits: {}, stamps: {} }))
    foldCompanyTraits(company, event)
    this.values.delete(event.groupId)
    this.changed.add(event.groupId)
    this.version += 1
  }

  /** Ids of the companies that changed since it was last asked. */
  takeChanged(): string[] {
    const ids = [...this.changed]
    this.changed = new Set()
    return ids
  }
}
