// Prometheus metrics of this process, served at /metrics.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export function createMetrics(processName: string) {
  const registry = new Registry()
  registry.setDefaultLabels({ process: processName })
  collectDefaultMetrics({ register: registry, prefix: 'rapport_' })
  return {
    registry,
    accepted: new Counter({ name: 'rapport_events_accepted_total', help: 'Events made durable and acknowledged', registers: [registry] }),
    refused: new Counter({ name: 'rapport_events_refused_total', help: 'Events answered with 429 or 503', registers: [registry] }),
    processed: new Counter({ name: 'rapport_events_processed_total', help: 'Events by outcome', labelNames: ['outcome'], registers: [registry] }),
    batchSeconds: new Histogram({ name: 'rapport_batch_seconds', help: 'Time to process one batch, seconds', buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5], registers: [registry] }),
    exported: new Counter({ name: 'rapport_events_exported_total', help: 'Events inserted into ClickHouse', registers: [registry] }),
    waiting: new Gauge({ name: 'rapport_workspaces_waiting', help: 'Workspaces with events stored and not yet processed', registers: [registry] }),
    requestSeconds: new Histogram({
      name: 'rapport_http_request_seconds',
      help: 'Time to answer, seconds',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers: [registry],
    }),
  }
}
export type Metrics = ReturnType<typeof createMetrics>
