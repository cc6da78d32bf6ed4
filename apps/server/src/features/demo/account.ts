// Saying who one is: accounts, sign-ins, loyalty cards, companies and consent.
import type { Actor } from './actor.ts'
import { emitFromServer, schedule } from './actor.ts'
import { dayMs } from './calendar.ts'
import type { Person } from './person.ts'
import type { Properties } from './segment-event.ts'
import type { Visit } from './visit-pages.ts'
import { emitOnDevice } from './visit-pages.ts'

type Emit = (fields: Parameters<typeof emitFromServer>[2]) => void

const tiers = [
  { name: 'Seedling', fromOrders: 0 },
  { name: 'Grower', fromOrders: 4 },
  { name: 'Evergreen', fromOrders: 10 },
] as const

export function findTier(orders: number): string {
  return tiers.findLast((tier) => orders >= tier.fromOrders)!.name
}

function describeTraits(person: Person, createdAt: number, orders: number): Properties {
  return {
    firstName: person.firstName,
    lastName: person.lastName,
    name: `${person.firstName} ${person.lastName}`,
    email: person.email,
    phone: person.phone,
    birthday: person.birthday,
    address: { street: person.street, city: person.place.city, postalCode: person.postalCode, country: person.place.country },
    language: person.language,
    loyaltyTier: findTier(orders),
    createdAt: new Date(createdAt).toISOString(),
    marketingSource: person.marketingSource,
    preferredStore: person.shop,
    company: person.company && { id: person.company.id, name: person.company.name },
  }
}

/** The first time a person is known: traits, company, consent (with which the newsletter begins). */
function introduce(actor: Actor, emit: Emit): void {
  const { person, random } = actor
  const { consentShare } = person.behaviour.newsletter
  const createdAt = Math.min(actor.now, person.life.joinedAt < actor.span.startsAt ? person.life.joinedAt : actor.now)
  actor.isIdentified = true
  emit({ type: 'identify', traits: describeTraits(person, createdAt, person.earlierOrders) })
  if (person.company) {
    const { id, ...traits } = person.company
    emit({ type: 'group', groupId: id, traits })
  }
  if (random.chance(consentShare)) {
    actor.hasNewsletter = true
    emit({ type: 'track', event: 'Consent Granted', properties: { purpose: 'marketing', channel: 'email', source: 'account form' } })
  }
  if (person.phone && random.chance(consentShare * 0.2)) {
    emit({ type: 'track', event: 'Consent Granted', properties: { purpose: 'marketing', channel: 'sms', source: 'account form' } })
    if (person.life.churnedAt !== undefined || random.chance(0.05)) {
      schedule(actor, actor.now + random.between(10, 200) * dayMs, (later) =>
        emitFromServer(later, 'sms', {
          type: 'track',
          event: 'Consent Withdrawn',
          properties: { purpose: 'marketing', channel: 'sms', source: 'STOP reply' },
        }),
      )
    }
  }
}

/** On a device: an account is created, or an existing customer signs in. Earlier anonymous events of the device join the person. */
export function signIn(visit: Visit): void {
  const { actor, device } = visit
  const emit: Emit = (fields) => emitOnDevice(visit, fields)
  const isNewAccount = !actor.isIdentified && actor.person.life.joinedAt >= actor.span.startsAt
  const wasIdentified = actor.isIdentified
  device.isLinked = true
  if (wasIdentified) emit({ type: 'identify', traits: { email: actor.person.email, firstName: actor.person.firstName } })
  else introduce(actor, emit)
  emit({ type: 'track', event: isNewAccount ? 'Account Created' : 'Signed In', properties: { method: 'email' } })
  if (device.surface === 'app' && actor.random.chance(0.5)) {
    emit({ type: 'track', event: 'Consent Granted', properties: { purpose: 'marketing', channel: 'push', source: 'app prompt' } })
  }
}

/** At the till: the customer takes a loyalty card. */
export function issueLoyaltyCard(actor: Actor): void {
  introduce(actor, (fields) => emitFromServer(actor, 'store', fields))
  emitFromServer(actor, 'store', { type: 'track', event: 'Loyalty Card Issued', properties: { store: actor.person.shop } })
}

/** After an order: a new tier is reported when it is reached. */
export function reviewTier(actor: Actor): void {
  const total = actor.person.earlierOrders + actor.orders
  const tier = findTier(total)
  if (tier === findTier(total - 1)) return
  emitFromServer(actor, 'loyalty', { type: 'identify', traits: { loyaltyTier: tier } })
}
