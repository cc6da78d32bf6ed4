// What moves each kind of customer to buy, as they would say it themselves.
import type { BehaviourType } from './behaviours/index.ts'
import { compileWeights, type Random, type Weights } from './random.ts'

type Motive = 'quality' | 'price' | 'inspiration' | 'convenience' | 'values' | 'advice'
type Recipient = 'self' | 'family' | 'gifts' | 'work'
type Channel = 'store' | 'website' | 'app' | 'phone'

interface Motivation {
  motives: Weights<Motive>
  /** How important each is, 1 to 5, on average. */
  price: number
  quality: number
  advice: number
  recipient: Weights<Recipient>
  channel: Weights<Channel>
}

const motivations: Record<BehaviourType, Motivation> = {
  loyal: {
    motives: compileWeights({ quality: 40, values: 26, advice: 16, inspiration: 12, convenience: 6 }), price: 2.2, quality: 4.7, advice: 3.8,
    recipient: compileWeights({ self: 50, family: 40, gifts: 8, work: 2 }), channel: compileWeights({ store: 44, app: 30, website: 20, phone: 6 }),
  },
  'bargain-hunter': {
    motives: compileWeights({ price: 62, convenience: 20, inspiration: 12, quality: 6 }), price: 4.8, quality: 3, advice: 1.8,
    recipient: compileWeights({ self: 66, family: 28, gifts: 6 }), channel: compileWeights({ website: 62, app: 28, store: 8, phone: 2 }),
  },
  'gift-buyer': {
    motives: compileWeights({ inspiration: 46, advice: 24, convenience: 16, quality: 14 }), price: 3, quality: 3.9, advice: 4.2,
    recipient: compileWeights({ gifts: 74, family: 18, self: 8 }), channel: compileWeights({ website: 50, store: 38, app: 8, phone: 4 }),
  },
  occasional: {
    motives: compileWeights({ convenience: 38, price: 24, quality: 22, inspiration: 16 }), price: 3.6, quality: 3.6, advice: 2.6,
    recipient: compileWeights({ self: 56, family: 34, gifts: 8, work: 2 }), channel: compileWeights({ website: 64, store: 22, app: 8, phone: 6 }),
  },
  'at-risk': {
    motives: compileWeights({ quality: 40, advice: 24, values: 18, convenience: 18 }), price: 3, quality: 4.5, advice: 3.6,
    recipient: compileWeights({ self: 58, family: 34, gifts: 8 }), channel: compileWeights({ website: 46, store: 24, app: 18, phone: 12 }),
  },
  churned: {
    motives: compileWeights({ price: 36, convenience: 30, inspiration: 20, quality: 14 }), price: 4, quality: 3.3, advice: 2.3,
    recipient: compileWeights({ self: 60, family: 32, gifts: 8 }), channel: compileWeights({ website: 70, store: 16, app: 8, phone: 6 }),
  },
}

function rate(random: Random, mean: number): number {
  return Math.min(5, Math.max(1, Math.round(mean + random.normal() * 0.7)))
}

/** As many different ones, the likely ones first; in the end those that are left. */
function drawSome<T>(random: Random, weights: Weights<T>, count: number): T[] {
  const drawn = new Set<T>()
  for (let tries = 0; drawn.size < Math.min(count, weights.values.length) && tries < 50; tries += 1) drawn.add(random.choose(weights))
  for (const value of weights.values) if (drawn.size < count) drawn.add(value)
  return [...drawn]
}

/** Answers to the survey on motivations and preferences. */
export function drawMotivation(random: Random, type: string): Readonly<Record<string, string | number>> {
  const { motives, price, quality, advice, recipient, channel } = motivations[type as BehaviourType]
  return {
    motives: drawSome(random, motives, random.whole(1, 3)).join(', '),
    price: rate(random, price), quality: rate(random, quality), advice: rate(random, advice),
    recipient: random.choose(recipient),
    channels: drawSome(random, channel, 4).join(', '),
  }
}
