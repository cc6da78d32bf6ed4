// The dependencies of one process, built once and handed to every feature.
import { connectClickHouse, type ClickHouse } from './clickhouse.ts'
import { systemClock, type Clock } from './clock.ts'
import type { Config } from './config.ts'
import { createEventLog, type EventLog } from './event-log.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createLog, type Log } from './log.ts'
import { createMailer, type Mailer } from './mail.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { connectPostgres, type Db, type Pool } from './postgres.ts'
import { connectSignals, type Signals } from './signals.ts'

export interface Platform {
  config: Config
  log: Log
  clock: Clock
  db: Db
  pool: Pool
  clickhouse: ClickHouse
  eventLog: EventLog
  jobs: Jobs
  mail: Mailer
  signals: Signals
  metrics: Metrics
  close(): Promise<void>
}

/** Connects one process. The two URLs must be set: whoever starts it has started the engines or been given others. */
export function createPlatform(config: Config, processName: string, overrides: { clock?: Clock; log?: Log } = {}): Platform {
  const { databaseUrl, clickhouseUrl } = config
  if (!databaseUrl || !clickhouseUrl) throw new Error('DATABASE_URL and CLICKHOUSE_URL are needed to run this process.')
  const log = overrides.log ?? createLog(config.logLevel, processName)
  const clock = overrides.clock ?? systemClock
  const metrics = createMetrics(processName)
  const postgres = connectPostgres(databaseUrl, {
    name: `rapport-${processName}`,
    onError: (error) => log.warn({ error: error.message }, 'A PostgreSQL connection broke'),
  })
  const { db, pool } = postgres
  const clickhouse = connectClickHouse(clickhouseUrl)
  const signals = connectSignals({ databaseUrl, pool, log })
  const eventLog = createEventLog({ pool, signals, clock, metrics })
  const jobs = createJobs()
  const mail = createMailer({ config, db, log })
  return {
    config, log, clock, db, pool, clickhouse, eventLog, jobs, mail, signals, metrics,
    async close() {
      await Promise.all([signals.close(), mail.close()])
      await Promise.all([clickhouse.close(), postgres.close()])
    },
  }
}
