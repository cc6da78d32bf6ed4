// CSV file drop: appends events to one file a day, to be fetched by whoever works with files.
import { z } from 'zod'
import { appendRecords, pruneFiles } from './csv-files.ts'
import { defineConnector } from './define-connector.ts'

const configSchema = z.object({
  columns: z
    .array(z.string().trim().min(1).max(200))
    .min(1, 'must name at least one column')
    .max(200)
    .default(['timestamp', 'type', 'event', 'userId', 'anonymousId', 'profileId', 'properties'])
    .meta({
      title: 'Columns',
      form: {
        widget: 'tags',
        help: 'Fields of the event; a dot leads inside: properties.order_id, traits.email, context.page.url. The column delivery_id comes first.',
        suggestions: [
          'timestamp', 'receivedAt', 'type', 'event', 'messageId', 'userId', 'anonymousId', 'profileId', 'groupId', 'origin', 'properties',
          'traits', 'context',
        ],
      },
    }),
  separator: z.enum([',', ';']).default(',').meta({
    title: 'Separator',
    form: { widget: 'select', help: 'Spreadsheets in many European languages expect a semicolon.' },
  }),
  maxFileMiB: z.number().int().min(1).max(1_024).default(64).meta({
    title: 'Largest file',
    form: { widget: 'number', unit: 'MiB', help: 'Beyond it a second file of the day begins.' },
  }),
  keepDays: z.number().int().min(1).max(3_650).default(30).meta({ title: 'Keep files for', form: { widget: 'number', unit: 'days' } }),
})

function readField(event: unknown, path: string): unknown {
  let value = event
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}

/** The values of an event in the order of `columns`. */
export function readColumns(payload: string, columns: readonly string[]): unknown[] {
  const event: unknown = JSON.parse(payload)
  return columns.map((column) => readField(event, column))
}

export const csvFileDrop = defineConnector({
  type: 'csv-file-drop',
  label: 'CSV file drop',
  description: 'Writes events to one CSV file a day, which can be downloaded here or through the API.',
  configSchema,
  example: { columns: ['timestamp', 'event', 'userId', 'properties.revenue'], separator: ',' },
  batchSize: 500,
  async deliver(config, deliveries, context) {
    const start = performance.now()
    const records = deliveries.map((delivery) => ({
      id: delivery.id,
      isRepeated: delivery.attempt > 1,
      createdAt: delivery.createdAt,
      cells: readColumns(delivery.payload, config.columns),
    }))
    const day = new Date(context.clock.now()).toISOString().slice(0, 10)
    const { columns, separator } = config
    const append = { day, columns, separator, maxBytes: config.maxFileMiB * 1024 * 1024, records }
    const fileNames = await context.exclusively(() => appendRecords(context.directory, append))
    const durationMs = Math.round(performance.now() - start)
    return deliveries.map(({ id }) => ({ status: 'delivered', text: `Written to ${fileNames.get(id)}`, durationMs }))
  },
  async prune(config, { clock, directory }) {
    const firstDay = new Date(clock.now() - config.keepDays * 86_400_000).toISOString().slice(0, 10)
    await pruneFiles(directory, firstDay)
  },
})
