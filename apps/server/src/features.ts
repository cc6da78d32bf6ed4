// The list of features: one line each.
import type { Feature } from './platform/feature.ts'
import { accessFeature } from './features/access/access.feature.ts'
import { auditFeature } from './features/audit/audit.feature.ts'
import { catalogueFeature } from './features/catalogue/catalogue.feature.ts'
import { collectionFeature } from './features/collection/collection.feature.ts'
import { connectorsFeature } from './features/connectors/connectors.feature.ts'
import { demoFeature } from './features/demo/demo.feature.ts'
import { outboxFeature } from './features/outbox/outbox.feature.ts'
import { peopleFeature } from './features/people/people.feature.ts'
import { segmentsFeature } from './features/segments/segments.feature.ts'
import { personasFeature } from './features/personas/personas.feature.ts'
import { sourcesFeature } from './features/sources/sources.feature.ts'
import { streamFeature } from './features/stream/stream.feature.ts'
import { surveysFeature } from './features/surveys/surveys.feature.ts'

export const features: readonly Feature[] = [
  accessFeature,
  auditFeature,
  sourcesFeature,
  collectionFeature,
  streamFeature,
  peopleFeature,
  segmentsFeature,
  personasFeature,
  surveysFeature,
  catalogueFeature,
  connectorsFeature,
  outboxFeature,
  demoFeature,
]
