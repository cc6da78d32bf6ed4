import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../../platform/clock.ts'
import { testRegistry } from '../../../../test/test-registry.ts'
import { deliveryOutcome, type ConnectorContext, type OutgoingDelivery } from './define-connector.ts'
import { connectorTypes } from './index.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rapport-connectors-'))
})
afterAll(() => rm(directory, { recursive: true }))

const payload = '{"type":"track","event":"Order Completed","messageId":"m-1","properties":{"revenue":12.5}}'
const delivery: OutgoingDelivery = { id: '1', messageId: 'm-1', eventName: 'Order Completed', payload, attempt: 1, createdAt: new Date() }

testRegistry('connectors', connectorTypes, {
  outcome: z.array(deliveryOutcome).length(1),
  run(type, config) {
    const stopped = AbortSignal.abort()
    // Nothing may leave during a test: whatever would go over a network finds the process stopping.
    const context: ConnectorContext = { connectorId: 'c', clock: systemClock, directory, signal: stopped, exclusively: (work) => work() }
    return type.deliver(config as never, [delivery], context)
  },
})
