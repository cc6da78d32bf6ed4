// What other features may use of surveys.
export { measureMean } from './voice.rules.ts'
export { signTicket } from './tickets.ts'
