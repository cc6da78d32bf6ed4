import type { RejectedEvent } from '@contract/stream/stream.contract.ts'

/** What a refused event calls itself: it may be anything, so nothing about it is certain. */
export function nameEvent({ payload, code }: Pick<RejectedEvent, 'payload' | 'code'>): string {
  if (typeof payload !== 'object' || payload === null) return code.replaceAll('_', ' ')
  const { event, name, type } = payload as Record<string, unknown>
  const found = [event, name, type].find((value) => typeof value === 'string' && value !== '')
  return typeof found === 'string' ? found.slice(0, 200) : '{ … }'
}
