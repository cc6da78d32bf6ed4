// Where asks are decided, in one process: those of a workspace that wait together share one transaction.
import { RapportError, isEngineUnavailable } from '../../platform/errors.ts'
import type { Platform } from '../../platform/platform.ts'
import { withTransaction } from '../../platform/postgres.ts'
import { decideTogether, type AskOutcome, type AskRequest } from './ask.service.ts'
import { lockKeysOf, lockPeopleSql } from './asks.store.ts'

/** At most in one transaction: the stream waits for its end. */
const maxTogether = 100
/** Of one workspace; who comes then is told to come back. */
const maxWaiting = 5_000

interface Waiter {
  request: AskRequest
  /** One for each mark of the person. */
  keys: readonly bigint[]
  resolve: (outcome: AskOutcome) => void
  reject: (error: unknown) => void
}

export interface AskDesk {
  /** Asks, unless something stands against it; either is recorded when this resolves. @throws overloaded */
  ask(request: AskRequest): Promise<AskOutcome>
}

/** Takes the longest waiting of whom no two share a mark: nobody is decided about twice in one transaction. */
function takeGroup(waiting: Waiter[]): Waiter[] {
  const group: Waiter[] = []
  const taken = new Set<bigint>()
  for (const waiter of waiting) {
    if (group.length === maxTogether) break
    const isFree = !waiter.keys.some((key) => taken.has(key))
    // Also of those who stay behind: who shares a mark with them came later than they did.
    for (const key of waiter.keys) taken.add(key)
    if (isFree) group.push(waiter)
  }
  const chosen = new Set(group)
  waiting.splice(0, waiting.length, ...waiting.filter((waiter) => !chosen.has(waiter)))
  return group
}

function createAskDesk({ pool, config, clock, eventLog }: Platform): AskDesk {
  const lanes = new Map<number, Waiter[]>()

  async function settle(workspaceId: number, group: readonly Waiter[]): Promise<void> {
    // The moment is read under the locks: whoever held them before asked earlier than this.
    const outcomes = await withTransaction(
      pool, (client) => decideTogether(client, group.map(({ request }) => request), { secret: config.secret, now: clock.now() }), { first: lockPeopleSql(group.flatMap(({ keys }) => keys)) },
    )
    if (group.some(({ request }, index) => request.isTold && outcomes[index]!.isNew)) eventLog.announce(workspaceId)
    for (const [index, waiter] of group.entries()) waiter.resolve(outcomes[index]!)
  }

  async function settleOrReject(workspaceId: number, group: readonly Waiter[]): Promise<void> {
    try {
      await settle(workspaceId, group)
    } catch (error) {
      const isOnesOwn = group.length > 1 && !isEngineUnavailable(error)
      // What one of them brought must not refuse the others.
      if (isOnesOwn) for (const waiter of group) await settleOrReject(workspaceId, [waiter])
      else for (const waiter of group) waiter.reject(error)
    }
  }

  async function work(workspaceId: number, waiting: Waiter[]): Promise<void> {
    while (waiting.length > 0) await settleOrReject(workspaceId, takeGroup(waiting))
    lanes.delete(workspaceId)
  }

  return {
    ask(request) {
      const { survey, respondent } = request
      const { known, userId, anonymousId, deviceId } = respondent
      const keys = lockKeysOf(survey.workspaceId, { profileId: known?.id, userId, anonymousId, deviceId })
      let waiting = lanes.get(survey.workspaceId)
      if (waiting && waiting.length >= maxWaiting) return Promise.reject(new RapportError('overloaded', undefined, { retryAfterSeconds: 1 }))
      if (!waiting) {
        const fresh: Waiter[] = []
        lanes.set(survey.workspaceId, (waiting = fresh))
        // Requests that are being read in this very turn of the loop join the group.
        setImmediate(() => void work(survey.workspaceId, fresh))
      }
      const lane = waiting
      return new Promise((resolve, reject) => lane.push({ request, keys, resolve, reject }))
    },
  }
}

const desks = new WeakMap<Platform, AskDesk>()

/** One a process. */
export function askDeskOf(platform: Platform): AskDesk {
  let desk = desks.get(platform)
  if (!desk) desks.set(platform, (desk = createAskDesk(platform)))
  return desk
}
