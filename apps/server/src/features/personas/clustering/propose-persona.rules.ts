// A first draft of a persona out of what sets its cluster apart: hypotheses to be edited by people who know their customers.
import type { ClusterDifference, PersonaText } from '../personas.contract.ts'
import { sayPlace } from './figures.rules.ts'

const maxListed = 4
/** Looked for in event names: what people do when something went wrong. */
const troublePattern = /support|ticket|complain|conversation|help|return|refund|cancel|error|fail/i

interface Kind {
  name: string
  /** How strongly the differences speak for it; 0 not at all. */
  strength(effect: (key: string) => number): number
}

/** Ways to call a cluster; the strongest one names it. */
const kinds: Kind[] = [
  { name: 'Gone quiet', strength: (effect) => effect('recency') * 1.1 },
  { name: 'Drifting away', strength: (effect) => -effect('trend') },
  { name: 'Bargain seekers', strength: (effect) => effect('coupon') },
  { name: 'Regulars', strength: (effect) => Math.max(effect('orders'), effect('revenue')) },
  { name: 'Big spenders', strength: (effect) => effect('orderValue') },
  { name: 'Occasional shoppers', strength: (effect) => -effect('orders') },
  { name: 'Newcomers', strength: (effect) => -effect('tenure') },
  { name: 'Browsers', strength: (effect) => effect('visits') / 2 },
]

const valueOf = (key: string) => key.slice(key.indexOf(':') + 1)
const timesOthers = ({ value, others }: ClusterDifference) => value / Math.max(others, 1e-9)
const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const unique = (texts: string[]) => [...new Set(texts)].slice(0, maxListed)

interface Reading {
  list: readonly ClusterDifference[]
  effect(key: string): number
  /** More than the others, of keys that begin so, the strongest first. */
  more(prefix: string): ClusterDifference[]
}

function read(list: readonly ClusterDifference[]): Reading {
  const byKey = new Map(list.map((difference) => [difference.key, difference]))
  return { list, effect: (key) => byKey.get(key)?.effect ?? 0, more: (prefix) => list.filter(({ key, effect }) => key.startsWith(prefix) && effect > 0) }
}

function nameCluster({ effect, more }: Reading): string {
  const category = more('category:')[0]
  const [best] = kinds.map((kind) => ({ name: kind.name, strength: kind.strength(effect) })).toSorted((left, right) => right.strength - left.strength)
  const isNamed = best !== undefined && best.strength > 0.5
  const season = more('season:')[0]
  if (season && season.effect > 0.8 && (!isNamed || season.effect > best.strength)) return category ? `Seasonal shoppers: ${valueOf(category.key)}` : 'Seasonal shoppers'
  if (!isNamed) return category ? `Interested in ${valueOf(category.key)}` : 'Customers like most'
  return category && category.effect > 0.6 ? `${best.name}: ${valueOf(category.key)}` : best.name
}

function listGoals({ more, effect }: Reading): string[] {
  return unique([
    ...more('category:').slice(0, 2).map((category) => `Find what suits them in “${valueOf(category.key)}”`),
    ...(effect('coupon') > 0 ? ['Get a good price'] : []),
    ...(effect('orders') < 0 ? ['Get the one thing needed, without fuss'] : []),
    ...(effect('orders') > 0 ? ['Come back to what has proved good'] : []),
    ...(effect('basketSize') > 0 ? ['Get everything in one go'] : []),
  ])
}

function listFrustrations({ list, effect, more }: Reading): string[] {
  const told = (key: string) => list.find((difference) => difference.key === key)!.text
  const orders = list.find(({ key }) => key === 'orders')
  // Who orders twice as much may send back twice as much.
  const busyness = Math.max(1, orders ? timesOthers(orders) : 1)
  return unique([
    ...(effect('rating') < 0 ? [`Is less content: ${told('rating')}`] : []),
    ...more('act:').filter((act) => troublePattern.test(act.key) && timesOthers(act) > 1.5 * busyness).slice(0, 2).map(({ text }) => capitalise(text)),
    ...(effect('return') > 0 ? [`Things do not fit: ${told('return')}`] : []),
    ...(effect('recency') > 0 ? [`Lost interest: ${told('recency')}`] : []),
    ...(effect('coupon') > 0 ? ['Pays full price unwillingly'] : []),
  ])
}

function listMotivations({ list, effect, more }: Reading): string[] {
  const told = (key: string) => list.find((difference) => difference.key === key)!.text
  return unique([
    ...(effect('coupon') > 0 ? [`Discounts: ${told('coupon')}`] : []),
    // The months of those who went away are the months before they went.
    ...(effect('recency') > 0.5 ? [] : more('season:').slice(0, 1)).map(({ text }) => `Occasions: ${text}`),
    ...(effect('rating') > 0 ? [`Good experiences: ${told('rating')}`] : []),
    ...(effect('orderValue') > 0 || effect('priceLevel') > 0 ? ['Something special, which may cost more'] : []),
    ...more('answer:').slice(0, 2).map(({ text }) => capitalise(text)),
    ...more('message:').slice(0, 1).map(({ text }) => `Being told what is new: ${text}`),
  ])
}

function listChannels({ more }: Reading): string[] {
  return unique([
    ...more('channel:').map(({ key }) => capitalise(sayPlace(valueOf(key)))),
    ...more('device:').filter(({ key }) => key !== 'device:app').map(({ key }) => `On ${valueOf(key)}`),
    ...more('message:').slice(0, 1).map(({ key }) => capitalise(valueOf(key).replace(/ (Opened|Clicked)$/, ''))),
    ...more('source:').slice(0, 1).map(({ key }) => (valueOf(key) === 'direct' ? 'Directly' : `From ${valueOf(key)}`)),
  ])
}

/** Texts for a persona; how many people there are is left to its live figures. */
export function proposePersona(differences: readonly ClusterDifference[]): PersonaText {
  const reading = read(differences)
  const strongest = differences.slice(0, 3).map(({ text }) => text)
  return {
    name: nameCluster(reading),
    summary: strongest.length > 0 ? `What sets them apart: ${strongest.join('; ')}.` : '',
    goals: listGoals(reading),
    frustrations: listFrustrations(reading),
    motivations: listMotivations(reading),
    preferredChannels: listChannels(reading),
    quotes: [],
  }
}

/** Two clusters of one name are numbered, so that both can be talked of. */
export function tellApart(texts: readonly PersonaText[]): PersonaText[] {
  return texts.map((text, place) => {
    const before = texts.slice(0, place).filter(({ name }) => name === text.name).length
    return before === 0 ? text : { ...text, name: `${text.name} (${before + 1})` }
  })
}
