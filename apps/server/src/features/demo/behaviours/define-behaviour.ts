// A behaviour is one kind of customer: how often they come, what they buy, how, and how they leave.
import type { CategoryId } from '../brand.ts'
import type { MonthFactors } from '../calendar.ts'
import type { Random, Weights } from '../random.ts'
import { compileWeights } from '../random.ts'
import type { SourceType } from '../sources.ts'

/** When somebody came to the brand and, perhaps, lost interest. Instants in milliseconds. */
export type Life = { joinedAt: number; declinesAt?: number; churnedAt?: number }
export type Span = { startsAt: number; endsAt: number }

export type BehaviourDefinition<T extends string> = {
  type: T
  label: string
  /** Share of all people; the shares of all behaviours add up to 1. */
  share: number
  web: {
    visitsPerYear: number
    /** Things looked at per visit, beyond the landing page. */
    depth: number
    /** Chance that an average visit ends in an order. */
    orderChance: number
    mobileShare: number
    appShare: number
    secondDeviceShare: number
    sources: Partial<Record<SourceType, number>>
  }
  storeOrdersPerYear: number
  /** How much busier than average each month is for them, January first. */
  season: MonthFactors
  /** Multiplies the chance to order in a month, for those who browse all year and buy at one time. */
  orderSeason?: MonthFactors
  basket: {
    meanLines: number
    /** −1 picks the cheap end of a category, 1 the dear end. */
    priceTilt: number
    categories: Partial<Record<CategoryId, number>>
    /** Share of orders paid with a coupon. */
    couponShare: number
  }
  /** 1 is an average customer. */
  returnFactor: number
  supportFactor: number
  newsletter: { consentShare: number; openShare: number; clickShare: number; leavesPerIssue: number }
  /** 0 unhappy … 1 delighted. */
  satisfaction: { mean: number; deviation: number }
  planLife(random: Random, span: Span): Life
}

export type Behaviour<T extends string = string> = BehaviourDefinition<T> & {
  drawSource: Weights<SourceType>
  drawCategory: Weights<CategoryId>
}

/**
 * Declares one behaviour. Add the file to `behaviours/index.ts` and lower other shares so that all add up to 1.
 *
 * @example
 * export const collector = defineBehaviour({ type: 'collector', label: 'Collector', share: 0.05, … })
 */
export function defineBehaviour<T extends string>(definition: BehaviourDefinition<T>): Behaviour<T> {
  return {
    ...definition,
    drawSource: compileWeights<SourceType>(definition.web.sources),
    drawCategory: compileWeights<CategoryId>(definition.basket.categories),
  }
}

const yearMs = 365 * 86_400_000

/** Some were customers before the year began; the others join during it, more of them later. */
export function planJoining(random: Random, span: Span, newcomerShare: number): number {
  if (!random.chance(newcomerShare)) return span.startsAt - random.between(0.02, 4) * yearMs
  return span.startsAt + (span.endsAt - span.startsAt - 86_400_000) * random.next() ** 0.85
}
