import type { Feature, PersonalData, StreamHandler } from '../../platform/feature.ts'
import { serveConnectors } from './connectors.routes.ts'
import { matchSubscriptions, type Subscription } from './connectors.rules.ts'
import { loadSubscriptions } from './connectors.store.ts'
import { deleteDeliveriesOfProfiles, listDeliveriesOfProfiles } from './deliveries.store.ts'
import { deliverToConnectors } from './jobs/deliver-to-connectors.ts'
import { deliverWaiting } from './jobs/deliver-waiting.ts'
import { pruneDeliveries } from './jobs/prune-deliveries.ts'

const sendEventsToConnectors: StreamHandler = {
  name: 'connectors',
  events: ['*'],
  load: loadSubscriptions,
  matches: (event, loaded) => matchSubscriptions(event, loaded as Subscription[]),
  job: deliverToConnectors.name,
  isBatched: true,
}

/** The log holds copies of events. Rows keep the profile id they were written with; files that were dropped age out. */
const deliveries: PersonalData = {
  table: 'connector_deliveries',
  onMerge: 'none',
  onUnmerge: 'none',
  onErase: deleteDeliveriesOfProfiles,
  onExport: listDeliveriesOfProfiles,
}

export const connectorsFeature: Feature = {
  name: 'connectors',
  routes: serveConnectors,
  jobs: [deliverToConnectors, deliverWaiting, pruneDeliveries],
  handlers: [sendEventsToConnectors],
  personalData: [deliveries],
}
