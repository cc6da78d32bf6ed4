// What customers of the brand answer when they are asked, in line with how they feel: beside the events, drawn from dice of
// its own, so that the events stay the same.
import { dayMs, hourMs } from './calendar.ts'
import { drawMotivation } from './motivation.ts'
import { createPerson, type DemoOptions, type Person } from './person.ts'
import { findComment, type CommentTopic } from './phrases.ts'
import { createRandom, mixSeed, type Random } from './random.ts'
import type { SegmentEvent } from './segment-event.ts'

interface Mood {
  /** The question that takes the score, and its ends. */
  question: string
  steps: readonly [low: number, high: number]
  /** Where nobody and everybody who is satisfied ends up, and how much they differ. */
  at0: number
  at1: number
  spread: number
  topic: CommentTopic
  /** The question that takes a comment, by the score. */
  commentOn(score: number): string
}

const onComment = () => 'comment'

/** The surveys that ask how somebody feels, by the templates they are made from. */
const moods = {
  relational_nps: {
    question: 'score', steps: [0, 10], at0: 1.6, at1: 11.7, spread: 1.3, topic: 'shopping',
    commentOn: (score) => (score >= 9 ? 'likes' : score >= 7 ? 'missing' : 'disappointment'),
  },
  post_purchase_csat: { question: 'satisfaction', steps: [1, 5], at0: 1.3, at1: 5.5, spread: 0.7, topic: 'shopping', commentOn: onComment },
  post_support_ces: { question: 'effort', steps: [1, 7], at0: 1.2, at1: 7.6, spread: 1, topic: 'support', commentOn: onComment },
  store_visit: { question: 'visit', steps: [1, 5], at0: 2.2, at1: 5.5, spread: 0.7, topic: 'shop', commentOn: onComment },
} as const satisfies Record<string, Mood>
type MoodSurvey = keyof typeof moods

/** What they are called, by template. */
export const demoSurveys = {
  relational_nps: 'How likely to recommend us',
  post_purchase_csat: 'Your order',
  post_support_ces: 'How easy was it',
  store_visit: 'Your visit to our shop',
  motivations: 'What you like',
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
  /** By question; of several choices their keys with commas between. */
  answers: Readonly<Record<string, string | number>>
}

interface Customer {
  person: Person
  random: Random
  nextRelationAt: number
  isMotivationKnown: boolean
  rows: DemoAnswer[]
}

/** How many of those who are asked answer, at a middling mood; who is delighted or annoyed answers more often. */
const answerShare: Record<DemoSurvey, number> = { relational_nps: 0.3, post_purchase_csat: 0.16, post_support_ces: 0.3, store_visit: 0.07, motivations: 0.14 }
const commentShare = 0.45
const relationDays = 180

function isInTheMood(random: Random, survey: DemoSurvey, satisfaction: number): boolean {
  return random.chance(answerShare[survey] * (0.75 + 1.4 * Math.abs(satisfaction - 0.5)))
}

function drawFeeling(random: Random, survey: MoodSurvey, satisfaction: number): DemoAnswer['answers'] {
  const { question, steps: [low, high], at0, at1, spread, topic, commentOn }: Mood = moods[survey]
  const score = Math.min(high, Math.max(low, Math.round(at0 + (at1 - at0) * satisfaction + random.normal() * spread)))
  const isTalkative = random.chance(commentShare)
  return { [question]: score, ...(isTalkative ? { [commentOn(score)]: findComment(random, topic, (score - low) / (high - low)) } : {}) }
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
      customers.set(index, (customer = { person: createPerson(options, index), random, nextRelationAt: at + random.between(30, 150) * dayMs, isMotivationKnown: false, rows: [] }))
    }
    return customer
  }

  function ask({ person, random, rows }: Customer, survey: DemoSurvey, at: number, location?: string): void {
    const { satisfaction, userId, language, behaviour } = person
    if (!userId || at >= options.endsAt || !isInTheMood(random, survey, satisfaction)) return
    const answers = survey === 'motivations' ? drawMotivation(random, behaviour.type) : drawFeeling(random, survey, satisfaction)
    rows.push({ survey, userId, answeredAt: Math.round(at), language, answers, ...(location ? { location } : {}) })
  }

  function askForOrder(customer: Customer, at: number, store: unknown): void {
    const { random } = customer
    if (typeof store === 'string') ask(customer, 'store_visit', at + random.between(0.2, 5) * hourMs, store)
    else ask(customer, 'post_purchase_csat', at + random.between(4, 9) * dayMs)
    if (!customer.isMotivationKnown) ask(customer, 'motivations', at + random.between(10, 30) * dayMs)
    customer.isMotivationKnown = true
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
      if (event.event === 'Order Completed') askForOrder(customer, at, event.properties?.['store'])
      if (event.event === 'Support Resolved') ask(customer, 'post_support_ces', at + random.between(0.5, 30) * hourMs)
    },
    list: () => [...customers.values()].flatMap(({ rows }) => rows).toSorted((left, right) => left.answeredAt - right.answeredAt),
  }
}
