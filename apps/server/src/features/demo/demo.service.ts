import { createWorkspace, listMemberships, listOwnerIds, lockSetup, readWorkspace } from '../access/index.ts'
import { addSource } from '../sources/index.ts'
import { RapportError } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import { rolePermissions } from '../../platform/permissions.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Db } from '../../platform/postgres.ts'
import { demoDefaults, type DemoState, type LoadDemoRequest } from './demo.contract.ts'
import { demoWorkspaceName, estimateEvents } from './demo.rules.ts'
import { findLoadOf, findNewestLoad, insertLoad, lockDemoLoads, reopenLoad } from './demo.store.ts'
import { loadJobName, type DemoDependencies } from './run-load.ts'

const nothingLoaded: DemoState = {
  state: 'none', workspace: null, sent: 0, total: 0, people: 0, startedAt: null, finishedAt: null, message: null,
}

interface NewDemo extends LoadDemoRequest {
  ownerIds: readonly string[]
  actor: Principal | 'system'
  now: number
}

/** The workspace, its write key and what is to be loaded into it. Nothing is sent yet. */
async function createDemo(tx: Db, { people, seed, ownerIds, actor, now }: NewDemo): Promise<number> {
  const settings = { name: demoWorkspaceName, currency: 'EUR', timezone: 'Europe/Berlin', isDemo: true }
  const { id: workspaceId } = await createWorkspace(tx, { ...settings, ownerIds, actor })
  const { writeKey } = await addSource(tx, actor, workspaceId, { name: 'Fernhill', platform: 'server', allowedOrigins: [] })
  await insertLoad(tx, { workspaceId, writeKey, people, seed, endsAt: new Date(now), total: estimateEvents(people) })
  return workspaceId
}

async function listDemoWorkspaceIds(db: Db, userId: string): Promise<number[]> {
  return (await listMemberships(db, userId)).filter((membership) => membership.isDemo).map((membership) => membership.id)
}

async function assertMayLoad(db: Db, userId: string): Promise<void> {
  const memberships = await listMemberships(db, userId)
  // The demo gets a workspace of its own, so the right may come from any that the person is in.
  if (memberships.some(({ role }) => rolePermissions[role]?.includes('demo:load'))) return
  throw new RapportError('forbidden', 'Only owners and admins of a workspace can load the demo brand.')
}

/** How far the newest demo workspace of this person has come. */
export async function readDemoState({ db }: Pick<Platform, 'db'>, userId: string): Promise<DemoState> {
  const workspaceIds = await listDemoWorkspaceIds(db, userId)
  const load = workspaceIds.length > 0 ? await findNewestLoad(db, workspaceIds) : undefined
  if (!load) return nothingLoaded
  const workspace = await readWorkspace(db, load.workspace_id)
  const isCutOff = load.state === 'running' && load.isAbandoned
  return {
    state: isCutOff ? 'failed' : load.state,
    workspace: workspace?.slug ?? null,
    sent: load.sent,
    total: load.total,
    people: load.people,
    startedAt: load.started_at?.toISOString() ?? null,
    finishedAt: load.finished_at?.toISOString() ?? null,
    message: isCutOff ? 'The process that was loading it is gone. Load it again to go on.' : load.message,
  }
}

/**
 * Makes a demo workspace owned by the caller and queues its load, unless the caller has one: then that one is answered,
 * and queued again when it was never completed.
 * @throws forbidden for a person who is nowhere owner or admin
 */
export async function requestDemo(platform: Platform, actor: Principal, request: LoadDemoRequest): Promise<DemoState> {
  await platform.db.transaction().execute(async (tx) => {
    await assertMayLoad(tx, actor.id)
    await lockDemoLoads(tx)
    const workspaceIds = await listDemoWorkspaceIds(tx, actor.id)
    const existing = workspaceIds.length > 0 ? await findNewestLoad(tx, workspaceIds) : undefined
    if (existing && !(await reopenLoad(tx, existing.workspace_id))) return
    const workspaceId = existing?.workspace_id ?? (await createDemo(tx, { ...request, ownerIds: [actor.id], actor, now: platform.clock.now() }))
    await platform.jobs.add(tx, [{ name: loadJobName, payload: { workspaceId }, key: `${loadJobName}-${workspaceId}` }])
  })
  return readDemoState(platform, actor.id)
}

export interface PreparedDemo {
  workspaceId: number
  isLoaded: boolean
}

/**
 * For the command line: the demo workspace with these people, made when there is none, owned by everyone who owns a
 * workspace; before the set-up, by the first owner once there is one. Without people and seed, the newest there is.
 */
export async function prepareDemo(dependencies: DemoDependencies, wanted: { people?: number; seed?: number }): Promise<PreparedDemo> {
  const { people = demoDefaults.people, seed = demoDefaults.seed } = wanted
  const isAnyWelcome = wanted.people === undefined && wanted.seed === undefined
  return dependencies.db.transaction().execute(async (tx) => {
    // The set-up gives its owner the workspaces that nobody owns: neither may miss the other's.
    await lockSetup(tx)
    await lockDemoLoads(tx)
    const existing = isAnyWelcome ? await findNewestLoad(tx) : await findLoadOf(tx, { people, seed })
    if (existing) return { workspaceId: existing.workspace_id, isLoaded: existing.state === 'done' }
    const workspaceId = await createDemo(tx, { people, seed, ownerIds: await listOwnerIds(tx), actor: 'system', now: dependencies.clock.now() })
    return { workspaceId, isLoaded: false }
  })
}
