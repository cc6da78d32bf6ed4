// What other features may use of surveys.
export { measureMean } from './responses/voice.rules.ts'
export { questionTypes } from './question-types/index.ts'
export { findTemplate } from './templates/index.ts'
export { signTicket } from './delivery/tickets.ts'
