// What a kind of connector is: one file each, listed in index.ts.
import { z } from 'zod'
import type { Clock } from '../../../platform/clock.ts'
import type { Variant } from '../../../platform/variants.ts'

/** One event on its way to one connector. */
export interface OutgoingDelivery {
  /** Unique over the whole installation, and the same in every attempt. */
  id: string
  messageId: string
  eventName: string
  /** The event as JSON text, in the form that README.md describes. */
  payload: string
  /** 1 for the first. Above 1 the attempt before may have arrived without its answer coming back. */
  attempt: number
  createdAt: Date
}

export const deliveryOutcome = z.object({
  /** `retry` is made again later, `failed` only when somebody asks, `gone` switches the connector off as well. */
  status: z.enum(['delivered', 'retry', 'failed', 'gone']),
  responseStatus: z.number().int().optional(),
  /** What the other side answered, or what went wrong, for the delivery log. */
  text: z.string(),
  durationMs: z.number().min(0),
  /** No attempt before, when the other side asked for it. */
  retryAfterSeconds: z.number().min(0).optional(),
})
export type DeliveryOutcome = z.infer<typeof deliveryOutcome>

export interface ConnectorContext {
  connectorId: string
  clock: Clock
  /** The connector's own folder for files, which the API lists and serves. It need not exist yet. */
  directory: string
  signal: AbortSignal | undefined
  /** Runs `work` while no other process does the same for this connector. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
}

export interface ConnectorDefinition<Type extends string = string, Schema extends z.ZodObject = z.ZodObject> extends Variant<Type, Schema> {
  /** How many deliveries one call of `deliver` takes at most; all of a call must be done within 150 seconds. */
  readonly batchSize: number
  /** Fills in what was left out on creation, such as a secret. */
  complete?(config: z.output<Schema>): z.output<Schema>
  /** Returns one outcome per delivery, in their order. What it throws counts as `retry` for all of them. */
  deliver(config: z.output<Schema>, deliveries: readonly OutgoingDelivery[], context: ConnectorContext): Promise<DeliveryOutcome[]>
  /** Removes what is too old; called once a day. */
  prune?(config: z.output<Schema>, context: ConnectorContext): Promise<void>
}

/**
 * Declares a kind of connector.
 * @example
 * export const log = defineConnector({
 *   type: 'log', label: 'Log', description: 'Writes events to the log.',
 *   configSchema: z.object({ prefix: z.string().meta({ title: 'Prefix', form: { placeholder: 'rapport' } }) }),
 *   example: { prefix: 'rapport' },
 *   batchSize: 10,
 *   deliver: deliverEach(10, async (config, delivery) => {
 *     console.log(config.prefix, delivery.payload)
 *     return { status: 'delivered', text: 'Written' }
 *   }),
 * })
 */
export function defineConnector<const Type extends string, Schema extends z.ZodObject>(
  definition: ConnectorDefinition<Type, Schema>,
): ConnectorDefinition<Type, Schema> {
  return definition
}

/** `deliver` for connectors that send every event by itself: those of a call side by side, up to `parallel` at once. */
export function deliverEach<Config>(
  parallel: number,
  send: (config: Config, delivery: OutgoingDelivery, context: ConnectorContext) => Promise<Omit<DeliveryOutcome, 'durationMs'>>,
): (config: Config, deliveries: readonly OutgoingDelivery[], context: ConnectorContext) => Promise<DeliveryOutcome[]> {
  return async (config, deliveries, context) => {
    const outcomes: DeliveryOutcome[] = []
    const waiting = deliveries.entries()
    async function sendWaiting(): Promise<void> {
      for (const [index, delivery] of waiting) {
        const start = performance.now()
        const outcome = await send(config, delivery, context).catch((error: Error) => {
          return { status: 'retry' as const, text: describeFailure(error) }
        })
        outcomes[index] = { ...outcome, durationMs: Math.round(performance.now() - start) }
      }
    }
    await Promise.all(Array.from({ length: Math.min(parallel, deliveries.length) }, sendWaiting))
    return outcomes
  }
}

/** A failure in words, with those of its cause: connection errors carry only a code. */
export function describeFailure(error: Error): string {
  const parts = error instanceof AggregateError ? error.errors.map(String) : [error.message || (error as NodeJS.ErrnoException).code || error.name]
  return parts.join('; ')
}
