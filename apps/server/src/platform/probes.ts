// Health for machines: /healthz (this process runs), /readyz (it can do its work), /metrics (Prometheus).
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { App } from './http.ts'
import type { Platform } from './platform.ts'

const quiet = { access: 'public', isQuiet: true } as const

const timeoutMs = 3_000

async function answers(check: Promise<unknown>): Promise<boolean> {
  try {
    return (await Promise.race([check, sleep(timeoutMs, false, { ref: false })])) !== false
  } catch {
    return false
  }
}

export function serveProbes(app: App, platform: Platform): void {
  app.get('/healthz', { config: quiet }, async () => ({ status: 'ok' }))
  app.get('/readyz', { config: quiet }, async (_request, reply) => {
    const [postgres, clickhouse] = await Promise.all([answers(sql`select 1`.execute(platform.db)), answers(platform.clickhouse.ping())])
    return reply.code(postgres && clickhouse ? 200 : 503).send({ postgres, clickhouse })
  })
  app.get('/metrics', { config: quiet }, async (_request, reply) => {
    return reply.type(platform.metrics.registry.contentType).send(await platform.metrics.registry.metrics())
  })
}
