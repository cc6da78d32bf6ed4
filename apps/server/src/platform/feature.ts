// What a feature declares in its manifest: routes, jobs, what it waits for in the stream, the personal data it holds.
import type { z } from 'zod'
import type { App } from './http.ts'
import type { Platform } from './platform.ts'
import type { Db } from './postgres.ts'
import type { ProcessedEvent } from './stream-event.ts'

/** A background job, run at least once in a worker: it must do no harm when it is run again. */
export interface JobDefinition<T = unknown> {
  name: string
  schema: z.ZodType<T>
  /** `signal` is aborted when the process is told to stop: a long job ends early and lets itself be run again. */
  handle(payload: T, platform: Platform, signal?: AbortSignal): Promise<void>
  /** Cron line (UTC) for jobs that run by time; their payload is `{}`. */
  cron?: string
  /** Tries before it is given up; the wait between them grows exponentially. 25 when left out. */
  maxAttempts?: number
}

export function defineJob<T>(job: JobDefinition<T>): JobDefinition {
  return job as JobDefinition
}

/** Reacts to events: `matches` is pure and runs in the processor, `job` runs at least once, keyed by handler and messageId. */
export interface StreamHandler {
  name: string
  /** Event names (of tracks) or types; '*' for all. */
  events: readonly string[]
  /** What `matches` needs to know of a workspace, read when the worker starts on it and again after a `definitions` signal. */
  load?(db: Db, workspaceId: number): Promise<unknown>
  /** Returns the payload of the job to run, or undefined. Several payloads make several jobs. */
  matches(event: ProcessedEvent, loaded: unknown): object[] | object | undefined
  /** Name of the job. */
  job: string
  /** When the job of a payload is to run; left out: at once. Not for batched ones. */
  runAt?(payload: object): Date
  /** The payloads of many events go into one job as `{ items: [payload, …] }`: for handlers that take a large part of all events. */
  isBatched?: boolean
}

/** How a table that holds a person's data follows merges, erasure and export. */
export interface PersonalData {
  table: string
  /** The profile `from` went into `into`. `none`: rows keep the id they were written with and reads follow redirects. */
  onMerge: 'none' | ((tx: Db, workspaceId: number, from: string, into: string) => Promise<void>)
  onUnmerge: 'none' | ((tx: Db, workspaceId: number, from: string, into: string) => Promise<void>)
  onErase(tx: Db, workspaceId: number, profileIds: string[]): Promise<void>
  onExport(db: Db, workspaceId: number, profileIds: string[]): Promise<unknown>
}

export interface Feature {
  name: string
  routes?: (app: App, platform: Platform) => void | Promise<void>
  jobs?: readonly JobDefinition[]
  handlers?: readonly StreamHandler[]
  personalData?: readonly PersonalData[]
  /** Event names that only Rapport itself may send. */
  reservedEvents?: readonly string[]
}
