// What other features may call.
export { recordChange } from './audit.service.ts'
