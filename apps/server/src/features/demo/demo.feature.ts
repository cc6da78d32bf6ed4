import type { Feature } from '../../platform/feature.ts'
import { serveDemo } from './demo.routes.ts'
import { loadDemoBrand } from './jobs/load-demo-brand.ts'

export const demoFeature: Feature = {
  name: 'demo',
  routes: serveDemo,
  jobs: [loadDemoBrand],
}
