// Building blocks that every feature's contract uses: ids, times, pages, money, the error reply.
import { z } from 'zod'

/** A UUID, lower case with hyphens. */
export const id = z.uuid()

/** An instant, ISO 8601 in UTC with milliseconds: 2026-03-01T09:30:00.000Z. */
export const instant = z.iso.datetime({ offset: true })

/** An opaque position in a list: pass the `nextCursor` of one page to get the next. */
export const pageQuery = z.object({
  cursor: z.string().max(500).optional().meta({ description: 'nextCursor of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Rows a page, 1 to 200' }),
})

/** One page of `item`; `nextCursor` is null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** Any JSON value that came from outside, as it was stored. */
export const json = z.unknown().meta({ description: 'Any JSON value' })

/** What every failed request answers. `code` is stable, `message` says what to do. */
export const errorReply = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    requestId: z.string().optional(),
  }),
})
export type ErrorReply = z.infer<typeof errorReply>
