// The stream over HTTP: counters, live events, rejected events, replay, Home.
import { RapportError } from '../../platform/errors.ts'
import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { recordChange } from '../audit/index.ts'
import { describeCounters } from './counters.read-model.ts'
import { describeHome } from './home.read-model.ts'
import { openLiveConnection } from './live-connection.ts'
import { home, recentQuery, recentReply, rejectedPage, rejectedQuery, replayReply, replayRequest, streamCounters } from './stream.contract.ts'
import { describeRecent, describeRejected, replayRejected } from './stream.service.ts'

const tags = ['Stream']

export function routeStream(app: App, platform: Platform): void {
  app.get(
    '/v1/home',
    { config: { access: 'events:read' }, schema: { summary: 'What is arriving now', tags: ['Home'], response: { 200: home } } },
    async (request) => describeHome(platform, workspaceOf(request)),
  )
  app.get(
    '/v1/stream/counters',
    { config: { access: 'events:read' }, schema: { summary: 'Count events: accepted = stored = processed + duplicate + rejected + waiting', tags, response: { 200: streamCounters } } },
    async (request) => describeCounters(platform, workspaceOf(request)),
  )
  app.get(
    '/v1/stream/recent',
    { config: { access: 'events:read' }, schema: { summary: 'List the newest events with what each changed', tags, querystring: recentQuery, response: { 200: recentReply } } },
    async (request) => describeRecent(platform, workspaceOf(request), request.query),
  )
  app.get(
    '/v1/stream/live',
    { config: { access: 'events:read', isQuiet: true }, schema: { summary: 'Follow the stream (server-sent events "processed" and "exported")', tags } },
    async (request, reply) => openLiveConnection(request, reply, platform.signals, workspaceOf(request)),
  )
  app.get(
    '/v1/stream/rejected',
    { config: { access: 'events:read' }, schema: { summary: 'List rejected events with their reasons', tags, querystring: rejectedQuery, response: { 200: rejectedPage } } },
    async (request) => describeRejected(platform, workspaceOf(request), request.query),
  )
  app.post(
    '/v1/stream/rejected/replay',
    { config: { access: 'events:manage' }, schema: { summary: 'Send rejected events through again', tags, body: replayRequest, response: { 200: replayReply } } },
    async (request) => {
      const { seqs, code } = request.body
      if (!seqs && !code) throw new RapportError('invalid_request', 'Name the events by "seqs" or by "code".')
      const workspaceId = workspaceOf(request)
      const replayed = await replayRejected(platform, workspaceId, { seqs, code })
      await recordChange(platform.db, {
        workspaceId, actor: principalOf(request), action: 'rejected_events.replayed',
        target: { kind: 'rejected_events', id: code ?? 'selection', name: code ?? `${seqs?.length ?? 0} selected` }, before: null, after: { replayed },
      })
      return { replayed }
    },
  )
}
