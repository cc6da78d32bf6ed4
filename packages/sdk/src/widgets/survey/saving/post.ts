/** One submission on its way to the server. */
import type { Refusal, Submission } from '../wire.ts'

/** `later`: nobody answered, or the server could not now. `refused`: it never will. */
export type Outcome = { kind: 'saved' } | { kind: 'later'; afterMs: number } | { kind: 'refused'; status: number; refusal: Refusal }

/** Browsers let requests of at most 64 kB outlive their page. */
const maxKeepaliveLength = 60_000

export async function readRefusal(response: Response): Promise<Refusal> {
  try {
    const reply = (await response.json()) as { error?: Refusal } & Partial<Refusal>
    const { message = '', details } = reply.error ?? reply
    return { message, ...(details && { details }) }
  } catch {
    return { message: '' }
  }
}

export async function postSubmission(url: string, submission: Submission): Promise<Outcome> {
  const body = JSON.stringify(submission)
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      // Of this type it needs no request ahead, for which a page that is being left has no time.
      headers: { 'content-type': 'text/plain' },
      credentials: 'omit',
      keepalive: body.length < maxKeepaliveLength,
    })
    if (response.ok) return { kind: 'saved' }
    if (response.status !== 429 && response.status < 500) return { kind: 'refused', status: response.status, refusal: await readRefusal(response) }
    return { kind: 'later', afterMs: Number(response.headers.get('retry-after')) * 1000 || 0 }
  } catch {
    return { kind: 'later', afterMs: 0 }
  }
}
