import type { Feature } from '../../platform/feature.ts'
import { suggestPersonas } from './jobs/suggest-personas.ts'
import { servePersonas } from './personas.routes.ts'

export const personasFeature: Feature = { name: 'personas', routes: servePersonas, jobs: [suggestPersonas] }
