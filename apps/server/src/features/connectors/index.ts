// What other features may call.
export { changeConnector, createConnector, findByFilter, removeConnector } from './connectors.service.ts'
