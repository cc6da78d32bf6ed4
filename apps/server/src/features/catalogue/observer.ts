// Watches the accepted events of one workspace: in memory while a batch runs, written with it as one small delta.
import { isRecord, type StreamEvent } from '../../platform/stream-event.ts'
import { cleanText } from './example-text.ts'
import { maxNameLength, maxPropertiesPerWorkspace, otherName, PropertySet, type PropertyBudget, type PropertyNotes } from './property-notes.ts'
import { createZoneDays } from './zone-days.ts'

/** Traits are kept as the properties of an event of this type without a name. */
export const traitType = 'trait'
const maxEventNames = 2_000
/** Only days that the catalogue shows are counted apart; older events count in the total. */
const countedDaysMs = 31 * 24 * 3_600_000

/** Answers what is wrong with the properties, or undefined. */
export type SchemaCheck = (properties: Record<string, unknown>) => string | undefined

/** What the database knows of an event and what its definition demands. */
export interface KnownEvent {
  type: string
  name: string
  isReserved: boolean
  isBlocked: boolean
  firstSeenAt: number
  lastSeenAt: number
  schemaMode: 'off' | 'warn' | 'reject'
  /** Undefined where no schema has to be checked. */
  checkSchema: SchemaCheck | undefined
}

export interface KnownProperty extends PropertyNotes {
  type: string
  name: string
  isBlocked: boolean
}

export interface CatalogueDelta {
  events: { type: string; name: string; count: number; violations: number; firstSeenAt: number; lastSeenAt: number; isReserved: boolean }[]
  days: { type: string; name: string; day: string; count: number }[]
  properties: (PropertyNotes & { type: string; name: string })[]
}

export interface CatalogueObserver {
  /** Why the event is not taken (blocked event, schema in mode 'reject'), or undefined. Counts violations: ask once an event. */
  check(event: StreamEvent): { code: 'blocked_event' | 'schema_violation'; reason: string } | undefined
  /** Removes blocked properties and traits from the event in place; true when something was removed: write the payload again. */
  strip(event: StreamEvent): boolean
  /** Notes an accepted event: counts, new properties, types, examples. Ask after `check` and `strip`. */
  observe(event: StreamEvent): void
  /**
   * What was noted since the last call, to be written in the batch's transaction; empties it. If that transaction fails,
   * drop the observer and load a new one.
   */
  takeDelta(): CatalogueDelta
}

class EventNotes {
  readonly type: string
  readonly name: string
  readonly properties: PropertySet
  readonly blockedPaths: string[] = []
  readonly days = new Map<string, number>()
  isReserved = false
  isBlocked = false
  schemaMode: KnownEvent['schemaMode'] = 'off'
  checkSchema: SchemaCheck | undefined
  count = 0
  violations = 0
  firstSeenAt = 0
  lastSeenAt = 0
  isDirty = false

  constructor(type: string, name: string, budget: PropertyBudget) {
    this.type = type
    this.name = name
    this.properties = new PropertySet(budget)
  }
}

/** Removes a dotted path, whether the dots are nesting or part of a key. */
function removePath(record: Record<string, unknown>, path: string): boolean {
  let isRemoved = false
  if (Object.hasOwn(record, path)) {
    delete record[path]
    isRemoved = true
  }
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot)
    const inner = Object.hasOwn(record, head) ? record[head] : undefined
    if (isRecord(inner) && removePath(inner, path.slice(dot + 1))) isRemoved = true
  }
  return isRemoved
}

function removePaths(record: Record<string, unknown>, paths: readonly string[]): boolean {
  let isRemoved = false
  for (const path of paths) {
    if (removePath(record, path)) isRemoved = true
  }
  return isRemoved
}

/** What a group call says about the company, and an identify about the person, it says as traits. */
function describingPart(event: StreamEvent): Record<string, unknown> {
  return event.type === 'identify' || event.type === 'group' ? event.traits : event.properties
}

export function createObserver(known: { events: KnownEvent[]; properties: KnownProperty[] }, timezone: string): CatalogueObserver {
  const dayOf = createZoneDays(timezone)
  const budget: PropertyBudget = { remaining: maxPropertiesPerWorkspace }
  const byType = new Map<string, Map<string, EventNotes>>()
  const traits = new EventNotes(traitType, '', budget)
  const dirtyEvents: EventNotes[] = []
  let nameCount = 0

  function add(type: string, name: string): EventNotes {
    const notes = new EventNotes(type, name, budget)
    let names = byType.get(type)
    if (!names) byType.set(type, (names = new Map()))
    names.set(name, notes)
    if (name !== '' && name !== otherName) nameCount += 1
    return notes
  }

  /** The notes of an event that is known, or that counts under (other) because there is no room for its name. */
  function find(event: StreamEvent): EventNotes | undefined {
    const names = byType.get(event.type)
    const found = names?.get(event.name)
    if (found !== undefined || names === undefined || event.name === '') return found
    return names.get(cleanText(event.name, maxNameLength)) ?? (nameCount >= maxEventNames ? names.get(otherName) : undefined)
  }

  function findOrAdd(event: StreamEvent): EventNotes {
    const found = find(event)
    if (found) return found
    const name = cleanText(event.name, maxNameLength)
    return add(event.type, name !== '' && nameCount >= maxEventNames ? otherName : name)
  }

  function touch(notes: EventNotes, time: number): void {
    if (!notes.isDirty) {
      notes.isDirty = true
      dirtyEvents.push(notes)
    }
    if (time > notes.lastSeenAt) notes.lastSeenAt = time
    if (notes.firstSeenAt === 0 || time < notes.firstSeenAt) notes.firstSeenAt = time
  }

  for (const event of known.events) {
    const { type, name, ...rest } = event
    Object.assign(add(type, name), rest)
  }
  for (const { type, name, isBlocked, ...property } of known.properties) {
    const owner = type === traitType ? traits : byType.get(type)?.get(name)
    if (!owner) continue
    owner.properties.restore(property)
    if (isBlocked) owner.blockedPaths.push(property.path)
  }

  return {
    check(event) {
      const notes = find(event)
      if (!notes || (!notes.isBlocked && notes.checkSchema === undefined)) return undefined
      if (event.origin === 'system') return undefined
      if (notes.isBlocked) return { code: 'blocked_event', reason: `"${event.name || event.type}" is blocked in the catalogue.` }
      const problem = notes.checkSchema?.(describingPart(event))
      if (problem === undefined) return undefined
      notes.violations += 1
      touch(notes, event.time)
      return notes.schemaMode === 'reject' ? { code: 'schema_violation', reason: problem } : undefined
    },
    strip(event) {
      let isChanged = false
      const own = find(event)
      if (own && own.blockedPaths.length > 0 && event.origin !== 'system') isChanged = removePaths(describingPart(event), own.blockedPaths)
      if (traits.blockedPaths.length > 0 && event.type !== 'group') {
        if (removePaths(event.traits, traits.blockedPaths)) isChanged = true
        const sent = event.context['traits']
        if (isRecord(sent) && removePaths(sent, traits.blockedPaths)) isChanged = true
      }
      return isChanged
    },
    observe(event) {
      const { time } = event
      const notes = findOrAdd(event)
      touch(notes, time)
      notes.count += 1
      // The latest origin decides; Rapport also writes identifies and groups of its own, which anybody may send.
      notes.isReserved = event.type === 'track' && event.origin === 'system'
      if (event.receivedAt - time < countedDaysMs) {
        const day = dayOf(time)
        notes.days.set(day, (notes.days.get(day) ?? 0) + 1)
      }
      if (event.type === 'group') notes.properties.observe(event.traits, time)
      else {
        if (notes.name !== otherName) notes.properties.observe(event.properties, time)
        traits.properties.observe(event.traits, time)
      }
    },
    takeDelta() {
      const delta: CatalogueDelta = { events: [], days: [], properties: [] }
      for (const notes of dirtyEvents) {
        const { type, name, count, violations, firstSeenAt, lastSeenAt, isReserved } = notes
        delta.events.push({ type, name, count, violations, firstSeenAt, lastSeenAt, isReserved })
        for (const [day, dayCount] of notes.days) delta.days.push({ type, name, day, count: dayCount })
        for (const property of notes.properties.takeDirty()) delta.properties.push({ type, name, ...property })
        notes.count = 0
        notes.violations = 0
        notes.days.clear()
        notes.isDirty = false
      }
      dirtyEvents.length = 0
      for (const property of traits.properties.takeDirty()) delta.properties.push({ type: traitType, name: '', ...property })
      return delta
    },
  }
}
