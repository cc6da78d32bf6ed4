// The properties of one event (or the traits): which there are, their types and examples, and what has to be written.
import { isRecord } from '../../platform/stream-event.ts'
import { cleanText, sensitivityOf, toExample, type Sensitivity } from './example-text.ts'
import { typeBitOf, typeBits } from './observed-value.ts'

/** What is known of one property. Times are milliseconds since 1970. */
export interface PropertyNotes {
  path: string
  types: number
  examples: string[]
  firstSeenAt: number
  lastSeenAt: number
}

interface TrackedNotes extends PropertyNotes {
  /** The times as they are in the database. */
  writtenFirstAt: number
  writtenLastAt: number
  isDirty: boolean
  /** The last value looked at for an example: most values repeat. */
  lastValue: unknown
  sensitivity: Sensitivity
}

/** A key at its place: found by the keys on the way, so that the hot path builds no dotted text. */
interface PropertyNode {
  notes: TrackedNotes
  children: Map<string, PropertyNode>
}

/** Shared by all property sets of a workspace: how many rows its catalogue may still get. */
export interface PropertyBudget {
  remaining: number
}

const maxPropertiesPerSet = 500
export const maxPropertiesPerWorkspace = 20_000
export const maxNameLength = 200
/** Properties beyond a limit are noted under this name. */
export const otherName = '(other)'
const maxDepth = 3
const maxExamples = 5
/** Keys that are looked at in one event; it may carry thousands. More than a set has room for, so that (other) is noted. */
const maxVisits = 600
const seenPrecisionMs = 10 * 60_000
/** An event is looked at in full this often, then by samples. */
const fullWalks = 1_000
const sampleMask = 7
/** Key counts from here on are always looked at. */
const maxKnownKeyCount = 64

export class PropertySet {
  private readonly budget: PropertyBudget
  private readonly byPath = new Map<string, TrackedNotes>()
  private readonly roots = new Map<string, PropertyNode>()
  private dirty: TrackedNotes[] = []
  private observations = 0
  private readonly seenKeyCounts = new Uint8Array(maxKnownKeyCount)
  private visits = 0

  constructor(budget: PropertyBudget) {
    this.budget = budget
  }

  /** Takes over what the database knows. */
  restore(known: PropertyNotes): void {
    this.budget.remaining -= 1
    this.track(known)
  }

  /**
   * Notes the properties of one event. After 1,000 events every eighth is looked at, and every one whose number of keys
   * was not seen before: a property that comes again is found within a few events, at an eighth of the work.
   */
  observe(properties: Record<string, unknown>, time: number): void {
    const keys = Object.keys(properties)
    const count = keys.length
    if (count === 0) return
    this.observations += 1
    if (this.observations > fullWalks && count < maxKnownKeyCount && this.seenKeyCounts[count] === 1 && (this.observations & sampleMask) !== 0) return
    if (count < maxKnownKeyCount) this.seenKeyCounts[count] = 1
    this.visits = 0
    this.walk(properties, keys, this.roots, '', 1, time)
  }

  private walk(record: Record<string, unknown>, keys: string[], siblings: Map<string, PropertyNode>, prefix: string, depth: number, time: number): void {
    for (const key of keys) {
      this.visits += 1
      if (this.visits > maxVisits) return
      const node = siblings.get(key) ?? this.addNode(siblings, key, prefix, time)
      if (node === undefined) {
        this.noteOther(time)
        continue
      }
      const value = record[key]
      const bit = typeBitOf(value)
      this.note(node.notes, value, bit, time)
      if (bit === typeBits.object && depth < maxDepth && isRecord(value)) {
        this.walk(value, Object.keys(value), node.children, `${prefix}${key}.`, depth + 1, time)
      }
    }
  }

  /** Undefined when there is no room for another property. */
  private addNode(siblings: Map<string, PropertyNode>, key: string, prefix: string, time: number): PropertyNode | undefined {
    const path = cleanText(prefix + key, maxNameLength)
    let notes = this.byPath.get(path)
    if (notes === undefined) {
      if (this.byPath.size >= maxPropertiesPerSet || this.budget.remaining <= 0) return undefined
      notes = this.add(path, time)
    }
    const node: PropertyNode = { notes, children: new Map() }
    // Many spellings can clean to one path: only the path itself is remembered, so that they cannot fill the memory.
    if (path === prefix + key) siblings.set(key, node)
    return node
  }

  private add(path: string, time: number): TrackedNotes {
    this.budget.remaining -= 1
    const notes = this.track({ path, types: 0, examples: [], firstSeenAt: time, lastSeenAt: time })
    this.markDirty(notes)
    return notes
  }

  private track({ path, types, examples, firstSeenAt, lastSeenAt }: PropertyNotes): TrackedNotes {
    const notes: TrackedNotes = {
      path, types, examples, firstSeenAt, lastSeenAt,
      writtenFirstAt: firstSeenAt, writtenLastAt: lastSeenAt, isDirty: false, lastValue: undefined, sensitivity: sensitivityOf(path),
    }
    this.byPath.set(path, notes)
    return notes
  }

  private noteOther(time: number): void {
    this.note(this.byPath.get(otherName) ?? this.add(otherName, time), null, 0, time)
  }

  private note(notes: TrackedNotes, value: unknown, bit: number, time: number): void {
    if (time > notes.lastSeenAt) {
      notes.lastSeenAt = time
      if (time - notes.writtenLastAt > seenPrecisionMs) this.markDirty(notes)
    } else if (time < notes.firstSeenAt) {
      notes.firstSeenAt = time
      if (notes.writtenFirstAt - time > seenPrecisionMs) this.markDirty(notes)
    }
    if ((notes.types & bit) !== bit) {
      notes.types |= bit
      this.markDirty(notes)
    }
    if (notes.examples.length < maxExamples && value !== notes.lastValue) this.noteExample(notes, value, bit)
  }

  private noteExample(notes: TrackedNotes, value: unknown, bit: number): void {
    notes.lastValue = typeof value === 'object' ? undefined : value
    if (notes.examples.includes(value as string) || (notes.sensitivity === 'secret' && notes.examples.length > 0)) return
    const example = toExample(value, notes.sensitivity, bit === typeBits.date)
    if (example === undefined || notes.examples.includes(example)) return
    notes.examples.push(example)
    this.markDirty(notes)
  }

  private markDirty(notes: TrackedNotes): void {
    if (notes.isDirty) return
    notes.isDirty = true
    this.dirty.push(notes)
  }

  /** What has to be written, once. */
  takeDirty(): PropertyNotes[] {
    const { dirty } = this
    if (dirty.length === 0) return dirty
    this.dirty = []
    return dirty.map((notes) => {
      notes.isDirty = false
      notes.writtenFirstAt = notes.firstSeenAt
      notes.writtenLastAt = notes.lastSeenAt
      return { path: notes.path, types: notes.types, examples: notes.examples.slice(), firstSeenAt: notes.firstSeenAt, lastSeenAt: notes.lastSeenAt }
    })
  }
}
