/** Saves answers as they are given: a moment after a change, when a question or the page is left, at the end, and again until they have arrived. */
import type { Answers, ContactMe, Refusal, Submission } from '../wire.ts'
import type { Gestures } from './gestures.ts'
import type { Backlog } from './backlog.ts'
import { postSubmission, type Outcome } from './post.ts'

/** What the page knows now. */
export interface Snapshot {
  answers: Answers
  isCompleted: boolean
  ending?: string
  contactMe?: ContactMe
  trap: string
}

export interface Saver {
  /** A change: a new revision, saved soon. */
  note(snapshot: Snapshot): void
  /** Saves now what has changed. Resolves once the server has answered or is away. */
  flush(): Promise<void>
  /** Whether something waits for the network. */
  isWaiting(): boolean
}

export interface SaverOptions {
  url: string
  token: string
  responseId: string
  language: string
  hidden: Record<string, string>
  /** Of what was saved before; 0: nothing. */
  revision?: number
  /** Is told of every change. */
  onNote?(snapshot: Snapshot, revision: number): void
  gestures: Gestures
  backlog: Backlog
  onRefused(refusal: Refusal, status: number): void
  /** `isWaiting` may have changed. */
  onChange(): void
  post?: (url: string, submission: Submission) => Promise<Outcome>
}

const quietMs = 600
const firstRetryMs = 2_000
const lastRetryMs = 60_000

export function createSaver(options: SaverOptions): Saver {
  const { url, gestures, backlog, post = postSubmission } = options
  const startedAt = Date.now()
  let snapshot: Snapshot | undefined
  let revision = options.revision ?? 0
  let savedRevision = revision
  let isWaiting = false
  let retryMs = firstRetryMs
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined

  function build({ trap, ...rest }: Snapshot): Submission {
    return {
      token: options.token,
      responseId: options.responseId,
      revision,
      ...rest,
      language: options.language,
      startedAt: new Date(startedAt).toISOString(),
      secondsSpent: Math.min(86_400, Math.round((Date.now() - startedAt) / 1000)),
      hidden: options.hidden,
      proof: { gestures: gestures.count(), trap },
    }
  }

  function plan(delayMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), delayMs)
  }

  function settle(outcome: Outcome, submission: Submission): void {
    if (outcome.kind === 'later') {
      plan(Math.max(outcome.afterMs, retryMs))
      retryMs = Math.min(lastRetryMs, retryMs * 2)
    } else {
      backlog.remove(submission)
      savedRevision = Math.max(savedRevision, submission.revision)
      retryMs = firstRetryMs
    }
    const wasWaiting = isWaiting
    isWaiting = outcome.kind === 'later'
    if (outcome.kind === 'refused') options.onRefused(outcome.refusal, outcome.status)
    else if (wasWaiting !== isWaiting) options.onChange()
  }

  const hasNews = () => snapshot !== undefined && savedRevision !== revision && gestures.count() > 0

  async function send(): Promise<void> {
    if (!snapshot || !hasNews()) return
    clearTimeout(timer)
    const submission = build(snapshot)
    // Before it is sent: a page that dies now has lost nothing.
    backlog.put({ url, body: submission, at: Date.now() })
    settle(await post(url, submission), submission)
    if (!isWaiting) await send()
  }

  async function flush(): Promise<void> {
    if (!hasNews()) return
    running ??= send().finally(() => {
      running = undefined
    })
    await running
  }

  /** The page goes: nothing can be waited for. */
  function sendAtLeaving(): void {
    if (hasNews()) void send()
  }

  gestures.onFirst(() => void flush())
  addEventListener('pagehide', sendAtLeaving)
  addEventListener('online', () => void flush())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') sendAtLeaving()
  })

  return {
    note(next) {
      snapshot = next
      revision++
      options.onNote?.(next, revision)
      plan(quietMs)
    },
    flush,
    isWaiting: () => isWaiting,
  }
}
