// Server-sent events: tells an open screen that a batch was processed or can be read.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Signals } from '../../platform/signals.ts'
import type { LiveSignal } from './stream.contract.ts'

/** Proxies close silent connections, most after 60 seconds. */
const heartbeatMs = 25_000
/** Screens are told at most this often; what lies between is summed up. */
const gatherMs = 150
const maxProfiles = 50

export function openLiveConnection(request: FastifyRequest, reply: FastifyReply, signals: Signals, workspaceId: number): void {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'x-request-id': request.id,
  })
  raw.write('retry: 2000\n\n')
  const gathered = new Map<'processed' | 'exported', LiveSignal>()
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    timer = undefined
    for (const [name, signal] of gathered) raw.write(`event: ${name}\ndata: ${JSON.stringify(signal)}\n\n`)
    gathered.clear()
  }

  function gather(name: 'processed' | 'exported', toSeq: number, profileIds?: string[], more = false): void {
    const before = gathered.get(name)
    const ids = profileIds && [...new Set([...(before?.profileIds ?? []), ...profileIds])]
    const isCut = more || before?.more === true || (ids?.length ?? 0) > maxProfiles
    gathered.set(name, { toSeq, ...(ids ? { profileIds: ids.slice(0, maxProfiles) } : {}), ...(isCut ? { more: true } : {}) })
    timer ??= setTimeout(flush, gatherMs)
  }

  const off = [
    signals.on('processed', (signal) => {
      if (signal.workspaceId === workspaceId) gather('processed', signal.toSeq, signal.profileIds, signal.more)
    }),
    signals.on('exported', (signal) => {
      if (signal.workspaceId === workspaceId) gather('exported', signal.toSeq)
    }),
  ]
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs)
  raw.on('close', () => {
    clearInterval(heartbeat)
    clearTimeout(timer)
    for (const stop of off) stop()
  })
}
