import { z } from 'zod'
import { defineJob } from '../../../platform/feature.ts'
import { connectorTypes } from '../connector-types/index.ts'
import { listConnectorsOfTypes } from '../connectors.store.ts'
import { contextOf } from '../deliver-due.ts'
import { deleteOldDeliveries } from '../deliveries.store.ts'

const keepDays = 30
const rowsPerStatement = 5_000

/** Forgets deliveries after 30 days, and lets each type of connector remove what it keeps itself. */
export const pruneDeliveries = defineJob({
  name: 'prune-deliveries',
  schema: z.object({}),
  cron: '23 3 * * *',
  async handle(_payload, platform, signal) {
    const before = new Date(platform.clock.now() - keepDays * 86_400_000)
    while (!signal?.aborted && (await deleteOldDeliveries(platform.db, before, rowsPerStatement)) === rowsPerStatement);
    const pruning = connectorTypes.variants.filter((variant) => variant.prune).map((variant) => variant.type)
    for (const connector of await listConnectorsOfTypes(platform.db, pruning)) {
      const type = connectorTypes.get(connector.type)
      await type.prune?.(type.configSchema.parse(connector.config) as never, contextOf(platform, connector, signal))
    }
  },
})
