import type { Feature } from '../../platform/feature.ts'
import { serveCatalogue } from './catalogue.routes.ts'
import { forgetOldDays } from './jobs/forget-old-days.ts'

export const catalogueFeature: Feature = { name: 'catalogue', routes: serveCatalogue, jobs: [forgetOldDays] }
