// What other features, and the benchmarks, may use of the stream.
export { encodeRows, exportTarget } from './clickhouse-rows.ts'
export { fenceProcessing } from './lease.ts'
export { parseEnvelope } from './parse-event.ts'
export { startProcessing } from './processing.ts'
export { waitUntilProcessed } from './wait.ts'
