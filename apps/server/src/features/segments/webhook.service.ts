// Entries and exits of a segment, sent to an address: a connector that takes this segment's events alone.
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { changeConnector, createConnector, findByFilter, removeConnector } from '../connectors/index.ts'
import type { Connector } from '../connectors/connectors.contract.ts'
import { segmentEntered, segmentLeft, type SegmentWebhook } from './segments.contract.ts'
import { readSegment } from './segments.service.ts'

function toReply(connector: Connector | undefined, signingSecret: string | null): SegmentWebhook {
  if (!connector) return { url: null, connectorId: null, delivered: 0, failed: 0, waiting: 0, lastError: null, signingSecret: null }
  const { id, config, delivered, failed, waiting, lastError } = connector
  return { url: String(config['url']), connectorId: id, delivered, failed, waiting, lastError, signingSecret }
}

const findWebhook = (platform: Platform, workspaceId: number, segmentId: string) => findByFilter(platform, workspaceId, 'webhook', { segment_id: segmentId })

/** @throws not_found */
export async function describeWebhook(platform: Platform, workspaceId: number, segmentId: string): Promise<SegmentWebhook> {
  await readSegment(platform, workspaceId, segmentId)
  return toReply(await findWebhook(platform, workspaceId, segmentId), null)
}

/** Sends entries and exits to `url` from now on; null stops it. @throws not_found, invalid_request for an address that cannot be called */
export async function setWebhook(platform: Platform, workspaceId: number, segmentId: string, url: string | null, actor: Principal): Promise<SegmentWebhook> {
  const { name } = await readSegment(platform, workspaceId, segmentId)
  const known = await findWebhook(platform, workspaceId, segmentId)
  if (url === null) {
    if (known) await removeConnector(platform, workspaceId, actor, known.id)
    return toReply(undefined, null)
  }
  if (known) return toReply(await changeConnector(platform, workspaceId, actor, known.id, { config: { ...known.config, url } }), null)
  const made = await createConnector(platform, workspaceId, actor, {
    type: 'webhook', name: `Segment: ${name}`.slice(0, 80), config: { url }, eventNames: [segmentEntered, segmentLeft], propertyFilter: { segment_id: segmentId }, isEnabled: true,
  })
  return toReply(made, String(made.config['secret']))
}
