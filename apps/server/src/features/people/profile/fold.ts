// Folds events into a profile: traits, key figures, consent, devices. Pure; the same events give the same profile.
import { cutText, numberAt, recordAt, textAt, type StreamEvent } from '../../../platform/stream-event.ts'
import type { EventChanges } from '../../stream/stream.contract.ts'
import { foldCommerce } from './fold-commerce.ts'
import type { ProfileState } from './profile-state.ts'
import { isLater, ownValue, setTrait, type Stamp } from './stamped-traits.ts'

const maxDevices = 5
const maxMatters = 20
const sessionGapMs = 30 * 60_000

function foldTraits(profile: ProfileState, event: StreamEvent, changes: EventChanges): void {
  for (const [name, value] of Object.entries(event.traits)) {
    const before = ownValue(profile.traits, name)
    if (!setTrait(profile, name, value, [event.time, event.seq])) continue
    profile.isPersonChanged = true
    if (JSON.stringify(before) !== JSON.stringify(value)) (changes.traits ??= []).push({ name, from: before ?? null, to: value ?? null })
  }
  const language = textAt(event.traits, 'language')
  if (language) profile.stats.language = cutText(language, 20)
}

/** A session is the client's session id, or, where there is none, activity without a gap of 30 minutes. */
function foldSession(profile: ProfileState, event: StreamEvent): void {
  const { stats } = profile
  const isVisit = event.type === 'page' || event.type === 'screen' || event.sessionId !== ''
  if (!isVisit) return
  if (event.sessionId ? event.sessionId !== stats.lastSessionId : event.time - stats.lastActiveAt > sessionGapMs) stats.sessions += 1
  if (event.sessionId) stats.lastSessionId = event.sessionId
  stats.lastActiveAt = Math.max(stats.lastActiveAt, event.time)
  if (event.type === 'page' || event.type === 'screen') stats.pageViews += 1
}

function foldDevice(profile: ProfileState, event: StreamEvent): void {
  const { device: kind, os, browser } = event.facts
  if (!kind) return
  const known = profile.stats.devices.find((device) => device.kind === kind && device.os === os && device.browser === browser)
  if (known) known.at = Math.max(known.at, event.time)
  else profile.stats.devices.push({ kind, os, browser, at: event.time })
  if (profile.stats.devices.length > maxDevices) {
    profile.stats.devices = profile.stats.devices.toSorted((left, right) => right.at - left.at).slice(0, maxDevices)
  }
}

function foldPlace(profile: ProfileState, event: StreamEvent): void {
  // The traits of a group call are the company's, which may be elsewhere.
  const said = event.type === 'group' ? {} : event.traits
  const address = recordAt(said, 'address')
  const country = textAt(address, 'country').toUpperCase()
  const city = textAt(address, 'city') || textAt(said, 'city')
  // What a person says of where they live outranks where a connection comes from.
  if (city) profile.city = cutText(city, 100)
  if (/^[A-Z]{2}$/.test(country)) profile.country = country
  else if (event.facts.country && profile.traits['address'] === undefined && event.time >= profile.locatedAt) {
    profile.country = event.facts.country
    profile.locatedAt = event.time
  }
  const timezone = textAt(event.context, 'timezone')
  if (timezone) profile.stats.timezone = cutText(timezone, 60)
}

export function consentKey(purpose: string, channel: string | null): string {
  return `${purpose}|${channel ?? ''}`
}

// A map: an event may be called "constructor".
const consentEvents = new Map([['Consent Granted', true], ['Consent Withdrawn', false]])

function foldConsent(profile: ProfileState, event: StreamEvent, changes: EventChanges): void {
  const isGranted = consentEvents.get(event.name)
  const purpose = cutText(textAt(event.properties, 'purpose'), 100)
  if (isGranted === undefined || !purpose) return
  const channel = cutText(textAt(event.properties, 'channel'), 50) || null
  const key = consentKey(purpose, channel)
  const stamp: Stamp = [event.time, event.seq]
  if (!isLater(stamp, profile.consent[key]?.stamp)) return
  profile.isPersonChanged = true
  profile.consent[key] = { isGranted, stamp, sourceId: event.sourceId }
  ;(changes.consent ??= []).push({ purpose, channel, isGranted })
}

const openingEvents = new Set(['Support Contacted', 'Interaction Logged'])

function foldMatters(profile: ProfileState, event: StreamEvent): void {
  const { stats } = profile
  if (openingEvents.has(event.name)) {
    const isOpen = event.name === 'Support Contacted' || event.properties['outcome'] === 'open'
    const topic = cutText(textAt(event.properties, 'topic') || textAt(event.properties, 'summary') || 'Contact', 120)
    if (isOpen) stats.openMatters = [...stats.openMatters, { topic, at: event.time }].slice(-maxMatters)
    else if (event.properties['outcome'] === 'resolved') stats.openMatters = []
  } else if (event.name === 'Support Resolved') {
    const topic = textAt(event.properties, 'topic')
    const index = stats.openMatters.findIndex((matter) => !topic || matter.topic === topic)
    if (index >= 0) stats.openMatters.splice(index, 1)
  }
}

/** Stars out of five, as reviews and ratings carry them. */
function foldRating(profile: ProfileState, event: StreamEvent): void {
  const stars = / (Reviewed|Rated)$/.test(event.name) ? numberAt(event.properties, 'rating') : undefined
  if (stars === undefined || stars < 1 || stars > 5 || event.time < (profile.stats.lastRating?.at ?? 0)) return
  profile.stats.lastRating = { stars, at: event.time }
}

function foldCompany(profile: ProfileState, event: StreamEvent): void {
  if (event.type !== 'group' || !event.groupId || profile.stats.companies.includes(event.groupId)) return
  profile.stats.companies = [...profile.stats.companies, event.groupId].slice(-20)
}

/** What was done to a person (a message delivered, a note written) is no sign of them. */
function isOwnAct(event: StreamEvent): boolean {
  return event.origin !== 'system' && !/ (Delivered|Sent|Bounced|Dropped)$/.test(event.name)
}

/** Applies one event; what it changed is noted in `changes`. `currency`: the workspace's, ISO 4217. */
export function foldEvent(profile: ProfileState, event: StreamEvent, currency: string, changes: EventChanges): void {
  const { stats } = profile
  stats.events += 1
  profile.firstSeenAt = Math.min(profile.firstSeenAt, event.time)
  if (isOwnAct(event)) profile.lastSeenAt = Math.max(profile.lastSeenAt, event.time)
  if (event.facts.isBot) stats.isBot = true
  if (event.userId && !profile.userId) {
    profile.userId = event.userId
    profile.isPersonChanged = true
  }
  foldSession(profile, event)
  foldDevice(profile, event)
  if (event.type === 'identify') foldTraits(profile, event, changes)
  foldPlace(profile, event)
  foldCompany(profile, event)
  if (event.type !== 'track') return
  foldCommerce(profile, event, currency)
  foldConsent(profile, event, changes)
  foldMatters(profile, event)
  foldRating(profile, event)
}

/** The best name known: their name, their parts of a name, then what they are reached by. */
export function nameOf(profile: ProfileState): string {
  const { traits } = profile
  const joined = [textAt(traits, 'firstName') || textAt(traits, 'first_name'), textAt(traits, 'lastName') || textAt(traits, 'last_name')].join(' ').trim()
  const name = textAt(traits, 'name').trim() || joined || textAt(traits, 'displayName') || textAt(traits, 'username') || textAt(traits, 'email') || profile.userId
  return cutText(name || `Visitor ${profile.id.slice(-4)}`, 200)
}

