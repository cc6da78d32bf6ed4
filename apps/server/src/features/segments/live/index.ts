// What the stream's processor and people may use of segments: it must not lead to services, which stand on both.
export type { FillStep } from './filler.ts'
export { liveWorkSql, loadStates, type StateMemory } from './load-live.ts'
export type { LiveSegments } from './live-segments.ts'
export type { LiveWrites } from './live-writes.ts'
export { LiveWork, type LiveExtra } from './live-work.ts'
export { joinStates, rebuildStates } from './stale-states.ts'
export { writeLive } from './write-live.ts'
export { isMemberOf } from '../members.store.ts'
