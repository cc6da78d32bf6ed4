// What customers of the brand answer when they are asked, in line with how they feel: beside the events, drawn from dice of
// its own, so that the events stay the same.
import { dayMs, hourMs } from './calendar.ts'
import { createPerson, type DemoOptions, type Person } from './person.ts'
import { findComment, type CommentTopic } from './phrases.ts'
import { createRandom, mixSeed, type Random } from './random.ts'
import type { SegmentEvent } from './segment-event.ts'

/** The surveys of the brand, by the templates they are made from. */
export const demoSurveys = {
  relational_nps: { name: 'How likely to recommend us', steps: [0, 10] },
  post_purchase_csat: { name: 'Your order', steps: [1, 5] },
  post_support_ces: { name: 'How easy was it', steps: [1, 7] },
  store_visit: { name: 'Your visit to our shop', steps: [1, 5] },
} as const
export type DemoSurvey = keyof typeof demoSurveys

export interface DemoAnswer {
  survey: DemoSurvey
  userId: string
  /** Milliseconds since 1970. */
  answeredAt: number
  language: string
  /** The shop, of a visit. */
  location?: string
  score: number
  comment?: string
}

interface Customer {
  person: Person
  random: Random
  nextRelationAt: number
  rows: DemoAnswer[]
}

/** How many of those who are asked answer, at a middling mood; who is delighted or annoyed answers more often. */
const answerShare: Record<DemoSurvey, number> = { relational_nps: 0.3, post_purchase_csat: 0.16, post_support_ces: 0.3, store_visit: 0.07 }
const commentShare = 0.45
const relationDays = 180
/** Of a scale: where nobody and everybody who is satisfied ends up, and how much they differ. */
const moods: Record<DemoSurvey, { at0: number; at1: number; spread: number }> = {
  relational_nps: { at0: 1.6, at1: 11.7, spread: 1.3 },
  post_purchase_csat: { at0: 1.3, at1: 5.5, spread: 0.7 },
  post_support_ces: { at0: 1.2, at1: 7.6, spread: 1 },
  store_visit: { at0: 2.2, at1: 5.5, spread: 0.7 },
}

function isInTheMood(random: Random, survey: DemoSurvey, satisfaction: number): boolean {
  return random.chance(answerShare[survey] * (0.75 + 1.4 * Math.abs(satisfaction - 0.5)))
}

function drawScore(random: Random, survey: DemoSurvey, satisfaction: number): number {
  const { at0, at1, spread } = moods[survey]
  const [low, high] = demoSurveys[survey].steps
  return Math.min(high, Math.max(low, Math.round(at0 + (at1 - at0) * satisfaction + random.normal() * spread)))
}

function topicOf(survey: DemoSurvey): CommentTopic {
  if (survey === 'post_support_ces') return 'support'
  return survey === 'store_visit' ? 'shop' : 'shopping'
}

export interface AnswerSheet {
  /** Takes note of an event; `index`: the person's. In order of time for each person. */
  observe(index: number, event: SegmentEvent): void
  /** In order of time. */
  list(): DemoAnswer[]
}

/** The same people, seed and end give the same answers. */
export function createAnswerSheet(options: DemoOptions): AnswerSheet {
  const customers = new Map<number, Customer>()

  function customerOf(index: number, at: number): Customer {
    let customer = customers.get(index)
    if (!customer) {
      const random = createRandom(mixSeed(options.seed, index, 7))
      customers.set(index, (customer = { person: createPerson(options, index), random, nextRelationAt: at + random.between(30, 150) * dayMs, rows: [] }))
    }
    return customer
  }

  function ask(customer: Customer, survey: DemoSurvey, at: number, location?: string): void {
    const { person, random, rows } = customer
    const { satisfaction, userId, language } = person
    if (!userId || at >= options.endsAt || !isInTheMood(random, survey, satisfaction)) return
    const score = drawScore(random, survey, satisfaction)
    const [low, high] = demoSurveys[survey].steps
    const comment = random.chance(commentShare) ? findComment(random, topicOf(survey), (score - low) / (high - low)) : undefined
    rows.push({ survey, userId, answeredAt: Math.round(at), language, score, ...(location ? { location } : {}), ...(comment ? { comment } : {}) })
  }

  return {
    observe(index, event) {
      if (!event.userId) return
      const at = Date.parse(event.timestamp)
      const customer = customerOf(index, at)
      const { random } = customer
      // Half a year after half a year, while they are still around.
      if (at >= customer.nextRelationAt) {
        ask(customer, 'relational_nps', at + random.between(1, 40) * hourMs)
        customer.nextRelationAt = at + relationDays * dayMs
      }
      if (event.event === 'Order Completed') {
        const store = event.properties?.['store']
        if (typeof store === 'string') ask(customer, 'store_visit', at + random.between(0.2, 5) * hourMs, store)
        else ask(customer, 'post_purchase_csat', at + random.between(4, 9) * dayMs)
      }
      if (event.event === 'Support Resolved') ask(customer, 'post_support_ces', at + random.between(0.5, 30) * hourMs)
    },
    list: () => [...customers.values()].flatMap(({ rows }) => rows).toSorted((left, right) => left.answeredAt - right.answeredAt),
  }
}
