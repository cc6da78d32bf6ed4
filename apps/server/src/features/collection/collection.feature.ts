// Collection: the way in for events from sites, apps and servers.
import type { Feature } from '../../platform/feature.ts'
import { routeCollection } from './collection.routes.ts'

export const collectionFeature: Feature = { name: 'collection', routes: routeCollection }
