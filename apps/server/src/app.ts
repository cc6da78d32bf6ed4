// Builds a process out of its parts: the API process serves, the worker process moves the stream and runs jobs.
import { features } from './features.ts'
import { createAuthenticator } from './features/access/index.ts'
import { findSecretKey } from './features/sources/index.ts'
import { startProcessing } from './features/stream/index.ts'
import type { Config } from './platform/config.ts'
import { createHttpServer, serveOpenApi, type App } from './platform/http.ts'
import { runJobs } from './platform/jobs.ts'
import { createPlatform, type Platform } from './platform/platform.ts'
import { serveProbes } from './platform/probes.ts'
import { serveStaticFiles } from './platform/static-files.ts'

/** The HTTP application over `platform`, not yet listening. */
export async function buildApp(platform: Platform): Promise<App> {
  const app = await createHttpServer(platform, createAuthenticator(platform, (key) => findSecretKey(platform, key)))
  serveProbes(app, platform)
  for (const feature of features) {
    await app.register(async (scope) => {
      await feature.routes?.(scope as App, platform)
    })
  }
  await serveOpenApi(app)
  await serveStaticFiles(app)
  await app.ready()
  return app
}

/** Starts the API on the configured host and port. `close` answers what is under way, then leaves. */
export async function runApi(config: Config): Promise<{ url: string; close(): Promise<void> }> {
  const platform = createPlatform(config, 'api')
  const app = await buildApp(platform)
  const url = await app.listen({ host: config.host, port: config.port })
  return {
    url,
    async close() {
      await app.close()
      await platform.close()
    },
  }
}

/** Starts a worker: processing, export and jobs. Any number may run against the same two databases. */
export async function runWorker(config: Config): Promise<{ close(): Promise<void> }> {
  const platform = createPlatform(config, 'worker')
  const processing = startProcessing(platform, features)
  const jobs = await runJobs(platform, features)
  return {
    async close() {
      await Promise.all([processing.stop(), jobs.stop()])
      await platform.close()
    },
  }
}
