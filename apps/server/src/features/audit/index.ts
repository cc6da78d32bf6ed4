// What other features may call.
export { recordChange, type Change } from './audit.service.ts'
