// One invented person: who they are and what they are like. Events come from `actor.ts` and the touchpoints.
import type { Behaviour, Life, Span } from './behaviours/define-behaviour.ts'
import { behaviours } from './behaviours/index.ts'
import { passerBy } from './behaviours/passer-by.ts'
import { brand } from './brand.ts'
import { dayMs, daysOfHistory } from './calendar.ts'
import type { Device } from './devices.ts'
import { drawApp, drawBrowser } from './devices.ts'
import { firstNames, lastNames, mailDomains, nameCompany } from './names.ts'
import type { Place } from './places.ts'
import { countries, listShops, places } from './places.ts'
import type { Random } from './random.ts'
import { createRandom, mixSeed } from './random.ts'
import type { SourceType } from './sources.ts'

export type DemoOptions = {
  /** People who say who they are; anonymous visitors come on top. */
  people: number
  seed: number
  /** Instant in milliseconds after which nothing happens. */
  endsAt: number
}

export type Company = { id: string; name: string; industry: string; employees: number; city: string; country: string }

export type Person = {
  index: number
  /** Undefined for somebody who never identifies. */
  userId?: string
  behaviour: Behaviour
  life: Life
  firstName: string
  lastName: string
  email: string
  phone?: string
  birthday?: string
  street: string
  postalCode: string
  place: Place
  shop: string
  language: string
  marketingSource: SourceType
  /** How often they act, against the average of their behaviour. */
  energy: number
  satisfaction: number
  /** Orders before the year begins, known from the old shop system. */
  earlierOrders: number
  devices: Device[]
  company?: Company
  /** The user id of an older account of the same person, under the same e-mail. */
  secondAccountOf?: string
}

export const passerByShare = 0.35
const companyPersonShare = 0.06
const secondAccountShare = 0.004

export function findSpan(options: DemoOptions): Span {
  return { startsAt: options.endsAt - daysOfHistory * dayMs, endsAt: options.endsAt }
}

/** Spreads the behaviours evenly (golden ratio), so that even 20 people contain all of them in about the right shares. */
function findBehaviour(seed: number, index: number): Behaviour {
  const position = (mixSeed(seed, 11) / 4294967296 + index * 0.618033988749895) % 1
  let upTo = 0
  for (const behaviour of behaviours) {
    upTo += behaviour.share
    if (position < upTo) return behaviour
  }
  return behaviours[0]
}

function formatUserId(index: number): string {
  return `FH${100000 + index}`
}

function toMailName(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, '')
}

function drawCompany(random: Random, options: DemoOptions): Company {
  const number = random.whole(0, Math.max(0, Math.ceil(options.people * companyPersonShare * 0.36) - 1))
  const own = createRandom(mixSeed(options.seed, 77, number))
  const place = own.choose(places)
  return {
    id: `company-${1000 + number}`,
    ...nameCompany(number),
    employees: Math.round(3 + own.waiting(28)),
    city: place.city,
    country: place.country,
  }
}

/** The name and address book entry alone, so that a second account can copy an earlier one without the rest. */
function drawIdentity(options: DemoOptions, index: number) {
  const random = createRandom(mixSeed(options.seed, index, 1))
  const firstName = random.pick(firstNames)
  const lastName = random.pick(lastNames)
  const place = random.choose(places)
  const company = random.chance(companyPersonShare) ? drawCompany(random, options) : undefined
  const domain = company ? `${toMailName(company.name)}.example` : random.pick(mailDomains)
  return { firstName, lastName, place, company, email: `${toMailName(firstName)}.${toMailName(lastName)}${index + 1}@${domain}` }
}

function drawPostalCode(random: Random, place: Place): string {
  if (place.country === 'IE') return `${place.postalPrefix} ${random.hex(4).toUpperCase()}`
  const length = place.country === 'DE' ? 5 : 4
  const digits = place.postalPrefix + String(random.whole(1000, 9999)).slice(0, length - place.postalPrefix.length)
  return place.country === 'NL' ? `${digits} ${random.pick(['AB', 'CX', 'GT', 'KL', 'RW'])}` : digits
}

function drawDevices(random: Random, behaviour: Behaviour, place: Place): Device[] {
  const country = countries[place.country]
  const setting = {
    ip: `${random.pick(country.networks)}.${random.whole(0, 255)}.${random.whole(1, 254)}`,
    locale: random.chance(0.08) ? 'en-GB' : country.locale,
    timezone: country.timezone,
  }
  const isMobile = random.chance(behaviour.web.mobileShare)
  const devices = [drawBrowser(random, isMobile, setting)]
  if (random.chance(behaviour.web.secondDeviceShare)) devices.push(drawBrowser(random, !isMobile, setting))
  if (random.chance(behaviour.web.appShare)) devices.push(drawApp(random, brand.appVersion, setting))
  return devices
}

/** Everything about the person is decided by the seed, the index and the end; nothing by who came before. */
export function createPerson(options: DemoOptions, index: number): Person {
  const isPasserBy = index >= options.people
  const behaviour: Behaviour = isPasserBy ? passerBy : findBehaviour(options.seed, index)
  const random = createRandom(mixSeed(options.seed, index, 2))
  const own = drawIdentity(options, index)
  const span = findSpan(options)
  const country = countries[own.place.country]
  const life = behaviour.planLife(random, span)
  const yearsBefore = Math.max(0, (span.startsAt - life.joinedAt) / (365 * dayMs))
  const ordersPerYear = behaviour.web.visitsPerYear * behaviour.web.orderChance + behaviour.storeOrdersPerYear
  const person: Person = {
    index,
    ...own,
    behaviour,
    life,
    phone: random.chance(0.68) ? `${country.dialling}${country.mobilePrefix}${String(3_000_000 + index * 7).padStart(7, '0')}` : undefined,
    birthday: random.chance(0.6) ? `${random.whole(1948, 2006)}-${pad(random.whole(1, 12))}-${pad(random.whole(1, 28))}` : undefined,
    street: `${random.pick(country.streets)} ${random.whole(1, 140)}`,
    postalCode: drawPostalCode(random, own.place),
    shop: own.place.shop ?? random.pick(listShops(own.place.country)),
    language: random.chance(0.06) ? 'en' : country.language,
    marketingSource: random.choose(behaviour.drawSource),
    energy: Math.exp(random.normal() * 0.32 - 0.05),
    satisfaction: clampShare(behaviour.satisfaction.mean + random.normal() * behaviour.satisfaction.deviation),
    earlierOrders: yearsBefore > 0 ? random.count(Math.min(20, yearsBefore * ordersPerYear)) : 0,
    devices: drawDevices(random, behaviour, own.place),
  }
  if (isPasserBy) return person
  person.userId = formatUserId(index)
  if (index > 20 && random.chance(secondAccountShare)) {
    const older = random.whole(0, index - 1)
    const { firstName, lastName, email } = drawIdentity(options, older)
    Object.assign(person, { firstName, lastName, email, secondAccountOf: formatUserId(older) })
  }
  return person
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}

function clampShare(value: number): number {
  return Math.round(Math.min(0.99, Math.max(0.01, value)) * 1000) / 1000
}

/** How much of their usual activity a person shows at an instant: 0 before joining and after churning. */
export function findActivity(person: Person, at: number): number {
  const { joinedAt, declinesAt, churnedAt } = person.life
  if (at < joinedAt || (churnedAt !== undefined && at >= churnedAt)) return 0
  if (declinesAt !== undefined && at >= declinesAt) return person.energy * Math.max(0.08, 0.4 * Math.exp(-(at - declinesAt) / (60 * dayMs)))
  return person.energy
}
