import type { Feature } from '../../platform/feature.ts'
import { pruneOutbox } from './jobs/prune-outbox.ts'
import { serveOutbox } from './outbox.routes.ts'

export const outboxFeature: Feature = { name: 'outbox', routes: serveOutbox, jobs: [pruneOutbox] }
