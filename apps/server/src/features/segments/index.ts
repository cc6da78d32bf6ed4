// What other features may use of segments; the processor and people use live/index.ts.
export { createSegment, findMemberIds, readSegment } from './segments.service.ts'
