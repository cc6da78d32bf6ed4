// The groups that answers to scales fall into, and the colours that mean them everywhere.
import type { Tone } from './tag.tsx'

const tones: Record<string, Tone> = { promoter: 'good', satisfied: 'good', easy: 'good', passive: 'neutral', detractor: 'bad', unsatisfied: 'bad', hard: 'bad' }

/** In the order of the filter. */
export const groupNames = Object.keys(tones)

export function findTone(group: string | null): Tone {
  return tones[group ?? ''] ?? 'neutral'
}
