// The limits of the wire format, the same as Segment's.

/** Bytes of one event's JSON, UTF-8. */
export const maxEventBytes = 32 * 1024
/** Bytes of a request's body after decompression. */
export const maxBodyBytes = 500 * 1024
export const maxBatchEvents = 2_500
