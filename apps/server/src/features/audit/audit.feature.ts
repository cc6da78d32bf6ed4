import type { Feature } from '../../platform/feature.ts'
import { serveAudit } from './audit.routes.ts'

export const auditFeature: Feature = { name: 'audit', routes: serveAudit }
