import type { Feature } from '../../platform/feature.ts'
import { serveSecretKeys, serveSources } from './sources.routes.ts'

export const sourcesFeature: Feature = {
  name: 'sources',
  routes(app, platform) {
    serveSources(app, platform)
    serveSecretKeys(app, platform)
  },
}
