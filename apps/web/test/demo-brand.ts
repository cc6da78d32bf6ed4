// The demo brand with few people, so that every page has something to show.
import type { DemoState } from '../../server/src/features/demo/demo.contract.ts'
import type { Source } from '../../server/src/features/sources/sources.contract.ts'
import { expectStatus, type Caller, type Person } from '../../server/test/test-server.ts'
import { waitFor } from '../../server/test/wait.ts'
import { inWorkspace, waitUntilProcessed, type AdminApp } from './admin-app.ts'

export interface DemoBrand extends Caller {
  /** Slug of its workspace. */
  workspace: string
  /** Of the source through which it was loaded. */
  writeKey: string
}

/** Loads it into a workspace of its own and waits for its last event. Pass it as `as` to act in that workspace. */
export async function loadDemoBrand(app: AdminApp, owner: Person): Promise<DemoBrand> {
  const { server } = app
  expectStatus(await server.request('POST', '/v1/demo', { as: owner, body: { people: 100, seed: 7 } }), 200)
  const { workspace } = await waitFor(
    'the load of the demo brand',
    async () => {
      const { body } = await server.request<DemoState>('GET', '/v1/demo', { as: owner })
      if (body.state === 'failed') throw new Error(body.message ?? 'The demo brand failed to load.')
      return body.state === 'done' && body
    },
    120,
  )
  const caller = inWorkspace(owner, workspace!)
  await waitFor('the answers to surveys being taken in', async () => {
    const { rows } = await server.platform.pool.query("select from survey_imports where state in ('waiting', 'running')")
    return rows.length === 0
  }, 120)
  await waitUntilProcessed(app, caller)
  const { items } = expectStatus(await server.request<{ items: Source[] }>('GET', '/v1/sources', { as: caller }), 200).body
  return { ...caller, workspace: workspace!, writeKey: items[0]!.writeKey }
}
