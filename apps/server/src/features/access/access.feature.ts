import type { Feature } from '../../platform/feature.ts'
import { serveAccess } from './access.routes.ts'
import { createPasswordCheck } from './account.service.ts'
import { deleteOldSessions } from './jobs/delete-old-sessions.ts'
import { serveTeam } from './team.routes.ts'

export const accessFeature: Feature = {
  name: 'access',
  routes(app, platform) {
    serveAccess(app, platform, createPasswordCheck(platform.clock))
    serveTeam(app, platform)
  },
  jobs: [deleteOldSessions],
}
