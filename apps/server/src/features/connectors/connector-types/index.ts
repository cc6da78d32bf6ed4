// The kinds of connectors: one line each.
import { createRegistry, type RegisteredType } from '../../../platform/variants.ts'
import { csvFileDrop } from './csv-file-drop.ts'
import { webhook } from './webhook.ts'

export const connectorTypes = createRegistry([webhook, csvFileDrop])
export type ConnectorType = RegisteredType<typeof connectorTypes>
