// What other features may use of collection: who calls with a write key, and from where.
export { identifyCaller } from './caller.ts'
export { allowCrossOrigin } from './cross-origin.ts'
