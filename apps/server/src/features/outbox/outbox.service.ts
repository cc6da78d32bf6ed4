import PostalMime, { decodeWords } from 'postal-mime'
import type { z } from 'zod'
import { RapportError, notFound } from '../../platform/errors.ts'
import type { Platform } from '../../platform/platform.ts'
import type { OutboxMessageDetail, outboxPage, outboxQuery } from './outbox.contract.ts'
import { findMessage, listMessages, type StoredMessage } from './outbox.store.ts'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function toReply(message: StoredMessage) {
  return {
    id: message.id,
    receivedAt: message.receivedAt.toISOString(),
    from: message.from,
    to: message.to,
    subject: message.subject,
    sizeBytes: message.sizeBytes,
  }
}

export async function readOutboxPage(
  platform: Platform,
  workspaceId: number,
  query: z.output<typeof outboxQuery>,
): Promise<z.output<typeof outboxPage>> {
  if (query.cursor !== undefined && !uuid.test(query.cursor)) {
    throw new RapportError('invalid_request', 'cursor: pass the nextCursor of the page before.')
  }
  const search = query.search?.trim()
  const rows = await listMessages(platform.db, workspaceId, { search, beforeId: query.cursor, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  return {
    items: page.map(toReply),
    nextCursor: rows.length > query.limit ? page.at(-1)!.id : null,
    isEmbedded: platform.mail.isEmbedded,
  }
}

/** The source as text: bytes that are no UTF-8 (an 8-bit message in another charset) are shown one character each. */
function decodeSource(source: Buffer): string {
  const text = source.toString('utf8')
  return text.includes('\ufffd') ? source.toString('latin1') : text
}

export async function readOutboxMessage(platform: Platform, workspaceId: number, id: string): Promise<OutboxMessageDetail> {
  const message = await findMessage(platform.db, workspaceId, id)
  if (!message) throw notFound('message')
  const parsed = await PostalMime.parse(message.source)
  return {
    ...toReply(message),
    html: parsed.html ?? null,
    text: parsed.text ?? null,
    headers: parsed.headers.map((header) => ({ name: header.originalKey, value: decodeWords(header.value) })),
    source: decodeSource(message.source),
  }
}
