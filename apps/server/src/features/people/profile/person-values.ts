// What is known of a person as flat maps of texts, numbers, times and lists: the one form in which rules and queries see it.
import { flatten } from '../../../platform/flatten.ts'
import { normaliseEmail, normalisePhone } from '../identity/identifiers.ts'
import type { ProfileState } from './profile-state.ts'

/** Traits by dotted name; what Rapport knows itself under `$…`. Times are milliseconds since 1970. */
export interface PersonValues {
  text: Record<string, string>
  number: Record<string, number>
  time: Record<string, number>
  list: Record<string, string[]>
}

const maxListItems = 100
const maxItemLength = 500
const datePattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/

/**
 * The instant that a trait names: an ISO date (its midnight in UTC) or date and time, or a number of seconds or
 * milliseconds since 1970 that lies after 2001. undefined for anything else.
 */
export function readInstant(value: unknown): number | undefined {
  if (typeof value === 'number') {
    if (value >= 1e11 && value < 1e14) return Math.round(value)
    return value >= 1e9 && value < 1e11 ? Math.round(value * 1000) : undefined
  }
  if (typeof value !== 'string' || !datePattern.test(value)) return undefined
  // Without a zone, JavaScript would take the machine's.
  const time = Date.parse(/T/.test(value) && !/(Z|[+-]\d\d:?\d\d)$/.test(value) ? `${value}Z` : value)
  return Number.isNaN(time) ? undefined : time
}

function readList(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value
    .slice(0, maxListItems)
    .filter((item) => ['string', 'number', 'boolean'].includes(typeof item))
    .map((item) => String(item).slice(0, maxItemLength).toWellFormed())
}

function collect(values: PersonValues, name: string, value: unknown, depth: number): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < 5) {
    for (const [key, entry] of Object.entries(value)) collect(values, `${name}.${key}`, entry, depth + 1)
    return
  }
  if (name.length > 150) return
  const time = readInstant(value)
  if (time !== undefined) values.time[name] = time
  const list = readList(value)
  if (list) values.list[name] = list
}

const bare = <T>() => Object.create(null) as Record<string, T>

/** Consent by its key `purpose|channel`, as the text `granted` or `withdrawn` under `$consent.…`. */
function addKnown(values: PersonValues, profile: ProfileState): void {
  const { stats, traits } = profile
  const setText = (name: string, value: string | undefined) => {
    if (value) values.text[name] = value
  }
  setText('$country', profile.country)
  setText('$city', profile.city)
  setText('$language', stats.language)
  setText('$timezone', stats.timezone)
  setText('$email', normaliseEmail(traits['email']))
  setText('$phone', normalisePhone(traits['phone']))
  const { user_id, email, phone, external_id } = stats.identifiers
  values.text['$identified'] = String(user_id + email + phone + external_id > 0)
  values.time['$first_seen'] = profile.firstSeenAt
  values.number['$orders'] = stats.orders
  values.number['$revenue'] = stats.revenue
  values.list['$device'] = [...new Set(stats.devices.map((device) => device.kind))].toSorted()
  values.list['$companies'] = stats.companies.map((id) => id.slice(0, maxItemLength))
  for (const [key, record] of Object.entries(profile.consent)) values.text[`$consent.${key}`] = record.isGranted ? 'granted' : 'withdrawn'
}

function readTraits(traits: Record<string, unknown>): PersonValues {
  // Names with a dollar are Rapport's own.
  const given = Object.fromEntries(Object.entries(traits).filter(([name]) => !name.startsWith('$')))
  const values: PersonValues = { ...flatten(given), time: bare(), list: bare() }
  for (const [name, value] of Object.entries(given)) collect(values, name, value, 1)
  return values
}

/** Everything a rule may ask of a person. */
export function readPersonValues(profile: ProfileState): PersonValues {
  const values = readTraits(profile.traits)
  addKnown(values, profile)
  return values
}

/** Everything a rule may ask of a company; its id is `$id`. */
export function readCompanyValues(id: string, traits: Record<string, unknown>): PersonValues {
  const values = readTraits(traits)
  values.text['$id'] = id
  return values
}

/** What rules see of a person beside traits and consent, in a form that is quickly compared. */
export function signatureOf({ country, city, firstSeenAt, stats }: ProfileState): string {
  return `${country}|${city}|${firstSeenAt}|${stats.orders}|${stats.revenue}|${stats.language}|${stats.timezone}|${stats.companies.join(',')}|${stats.devices.map((device) => device.kind).join(',')}`
}
