// A whole server for one test file: databases of its own, the application, and a worker when a test needs one.
import type { AddressInfo } from 'node:net'
import { buildApp } from '../src/app.ts'
import { createSetupLink, findWorkspaceBySlug } from '../src/features/access/index.ts'
import type { Me } from '../src/features/access/access.contract.ts'
import { startProcessing } from '../src/features/stream/index.ts'
import { features } from '../src/features.ts'
import type { Clock } from '../src/platform/clock.ts'
import type { Config } from '../src/platform/config.ts'
import type { App } from '../src/platform/http.ts'
import { runJobs } from '../src/platform/jobs.ts'
import { createPlatform, type Platform } from '../src/platform/platform.ts'
import { createTestDatabases } from './engines.ts'

/** The real time, moved by as much as a test says. */
export interface MovableClock extends Clock {
  advance(milliseconds: number): void
}

export function createMovableClock(): MovableClock {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    advance(milliseconds) {
      offset += milliseconds
    },
  }
}

/** Whoever makes a request: the headers that say so. */
export interface Caller {
  headers: Record<string, string>
}

/** A signed-in person in one workspace. */
export interface Person extends Caller {
  userId: string
  name: string
  email: string
  password: string
  /** Slug of the workspace that the headers name. */
  workspace: string
  workspaceId: number
}

export interface Reply<T = unknown> {
  status: number
  headers: Record<string, unknown>
  /** The parsed JSON, or the text of anything else. */
  body: T
}

export interface RequestOptions {
  /** Sent as JSON, or as it is when it is text or bytes. */
  body?: unknown
  headers?: Record<string, string>
  as?: Caller
}

export interface TestServer {
  platform: Platform
  app: App
  clock: Clock
  config: Config
  request<T = unknown>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, options?: RequestOptions): Promise<Reply<T>>
  /** Makes the first owner with the workspace "Test shop" through the set-up link; later calls give the same person. */
  signUp(): Promise<Person>
  /** Listens on a free port of 127.0.0.1, once, and returns the address. */
  listen(): Promise<string>
  /** Moves the stream and runs jobs in this process, with connections of its own. */
  startWorker(): Promise<{ stop(): Promise<void> }>
  close(): Promise<void>
}

export function readCookie(reply: Reply): string {
  const cookies = [reply.headers['set-cookie']].flat() as (string | undefined)[]
  const session = cookies.find((cookie) => cookie?.startsWith('rapport_session='))
  if (!session) throw new Error(`The reply ${reply.status} sets no session: ${JSON.stringify(reply.body)}`)
  return session.split(';')[0]!
}

/** Ends the test with the server's answer when a preparation went wrong. */
export function expectStatus<T>(reply: Reply<T>, status: number): Reply<T> {
  if (reply.status !== status) throw new Error(`Expected ${status}, got ${reply.status}: ${JSON.stringify(reply.body)}`)
  return reply
}

function parseBody(text: string, contentType: unknown): unknown {
  return text !== '' && String(contentType).includes('json') ? JSON.parse(text) : text
}

/**
 * Starts a server. Call it in `beforeAll` and `close` in `afterAll`.
 * @example const server = await startTestServer()
 *   const owner = await server.signUp()
 *   const reply = await server.request('GET', '/v1/team', { as: owner })
 */
export async function startTestServer(options: { clock?: Clock; config?: Partial<Config> } = {}): Promise<TestServer> {
  const databases = await createTestDatabases()
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDirectory: '/nonexistent',
    databaseUrl: databases.databaseUrl,
    clickhouseUrl: databases.clickhouseUrl,
    smtpUrl: undefined,
    publicUrl: 'http://localhost:4400',
    secret: 'a secret that is used in tests alone',
    owner: undefined,
    logLevel: 'error',
    ...options.config,
  }
  const clock = options.clock ?? createMovableClock()
  const platform = createPlatform(config, 'test', { clock })
  const app = await buildApp(platform)
  const workers: { stop(): Promise<void> }[] = []
  let owner: Promise<Person> | undefined

  const request: TestServer['request'] = async <T>(method: string, url: string, { body, headers, as }: RequestOptions = {}) => {
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
    const reply = await app.inject({
      method: method as 'GET',
      url,
      headers: { host: 'localhost:4400', ...(body !== undefined && !isRaw ? { 'content-type': 'application/json' } : {}), ...as?.headers, ...headers },
      ...(body === undefined ? {} : { payload: isRaw ? body : JSON.stringify(body) }),
    })
    return { status: reply.statusCode, headers: reply.headers, body: parseBody(reply.body, reply.headers['content-type']) as T }
  }

  async function setUp(): Promise<Person> {
    const link = await createSetupLink(platform.db, config)
    if (!link) throw new Error('This server has an owner already.')
    const identity = { name: 'Olga Owner', email: 'olga@example.com', password: 'correct horse battery' }
    const body = { token: link.split('token=')[1], ...identity, workspaceName: 'Test shop', timezone: 'Europe/Berlin' }
    const reply = expectStatus(await request<Me>('POST', '/v1/setup', { body }), 200)
    const workspace = reply.body.workspaces[0]!.slug
    const record = await findWorkspaceBySlug(platform.db, workspace)
    return {
      ...identity,
      userId: reply.body.user.id,
      workspace,
      workspaceId: record!.id,
      headers: { cookie: readCookie(reply), 'x-rapport-workspace': workspace },
    }
  }

  return {
    platform,
    app,
    clock,
    config,
    request,
    signUp: () => (owner ??= setUp()),
    async listen() {
      if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
      return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    },
    async startWorker() {
      const own = createPlatform(config, 'worker', { clock })
      const processing = startProcessing(own, features)
      const jobs = await runJobs(own, features)
      const worker = {
        async stop() {
          const position = workers.indexOf(worker)
          if (position < 0) return
          workers.splice(position, 1)
          await Promise.all([processing.stop(), jobs.stop()])
          await own.close()
        },
      }
      workers.push(worker)
      return worker
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.stop()))
      await app.close()
      await platform.close()
      await databases.drop()
    },
  }
}
