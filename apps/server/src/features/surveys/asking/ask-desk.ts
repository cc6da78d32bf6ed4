// Where asks are decided, in one process.
import type { Platform } from '../../../platform/platform.ts'
import { decideTogether, type AskOutcome, type AskRequest } from './ask.service.ts'
import { createGroupDesk, toLockKey } from './group-desk.ts'

export interface AskDesk {
  /** Asks, unless something stands against it; either is recorded when this resolves. @throws overloaded */
  ask(request: AskRequest): Promise<AskOutcome>
}

/** One for each mark of the person: nobody is decided about twice at once. */
function lockKeysOf({ survey: { workspaceId }, respondent: { known, userId, anonymousId, deviceId } }: AskRequest): bigint[] {
  const marks = { profileId: known?.id, userId, anonymousId, deviceId }
  return Object.entries(marks).flatMap(([kind, value]) => (value ? [toLockKey(`survey-ask:${workspaceId}:${kind}:${value}`)] : []))
}

function createAskDesk({ pool, config, clock, eventLog }: Platform): AskDesk {
  const desk = createGroupDesk<AskRequest, AskOutcome>(pool, (client, requests) => decideTogether(client, requests, { secret: config.secret, clock }))
  return {
    async ask(request) {
      const { workspaceId } = request.survey
      const outcome = await desk.do(workspaceId, request, lockKeysOf(request))
      if (outcome.isNew && request.isTold) eventLog.announce(workspaceId)
      return outcome
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
