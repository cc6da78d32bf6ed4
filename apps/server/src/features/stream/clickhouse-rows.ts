// The ClickHouse rows of a batch, as the exact bytes that every retry of its export sends.
import { promisify } from 'node:util'
import { zstdCompress, constants } from 'node:zlib'
import { RowBinaryWriter } from '../../platform/row-binary.ts'
import { flattenEvent } from '../../platform/flatten-event.ts'
import type { ProcessedEvent } from '../../platform/stream-event.ts'
import { forEachBreathing } from '../../platform/breathe.ts'

const compress = promisify(zstdCompress)

/** The columns in the order in which `writeRow` writes them: what an export names, so that columns may be added later. */
export const exportTarget =
  'events (workspace_id, seq, message_id, type, name, time, received_at, origin, source_id, profile_id, user_id, anonymous_id, session_id, group_id, text_properties, number_properties, payload)'

function writeRow(writer: RowBinaryWriter, event: ProcessedEvent): void {
  const flat = flattenEvent(event)
  writer.uint32(event.workspaceId)
  writer.int64(event.seq)
  for (const text of [event.messageId, event.type, event.name]) writer.text(text)
  writer.int64(event.time)
  writer.int64(event.receivedAt)
  writer.text(event.origin)
  writer.text(event.sourceId)
  writer.uuid(event.profileId)
  for (const text of [event.userId, event.anonymousId, event.sessionId, event.groupId]) writer.text(text)
  writer.map(flat.text, (value) => writer.text(value))
  writer.map(flat.number, (value) => writer.decimal6(value))
  writer.text(event.payload)
}

/** A typical event takes 1 kB. */
const expectedRowBytes = 1_100

/** The rows as zstd-compressed RowBinary. */
export async function encodeRows(events: readonly ProcessedEvent[]): Promise<Buffer> {
  const writer = new RowBinaryWriter(events.length * expectedRowBytes)
  await forEachBreathing(events, (event) => writeRow(writer, event))
  return compress(writer.bytes(), { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
}
