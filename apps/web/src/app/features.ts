// THE list of features. A feature appears in the app by one import and one line here.
import { access } from '../features/access/access.feature.ts'
import { audit } from '../features/audit/audit.feature.ts'
import { catalogue } from '../features/catalogue/catalogue.feature.ts'
import { connectors } from '../features/connectors/connectors.feature.ts'
import { home } from '../features/home/home.feature.ts'
import { outbox } from '../features/outbox/outbox.feature.ts'
import { people } from '../features/people/people.feature.ts'
import { segments } from '../features/segments/segments.feature.ts'
import { personas } from '../features/personas/personas.feature.ts'
import { settings } from '../features/settings/settings.feature.ts'
import { sources } from '../features/sources/sources.feature.ts'
import { stream } from '../features/stream/stream.feature.ts'
import { surveys } from '../features/surveys/surveys.feature.ts'
import type { WebFeature } from './feature.ts'

export const features: WebFeature[] = [access, home, people, personas, segments, surveys, stream, catalogue, sources, connectors, outbox, audit, settings]
