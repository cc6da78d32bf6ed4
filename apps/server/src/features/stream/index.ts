// What other features may use of the stream.
export { fenceProcessing } from './lease.ts'
export { parseEnvelope } from './parse-event.ts'
export { startProcessing } from './processing.ts'
export { waitUntilProcessed } from './wait.ts'
