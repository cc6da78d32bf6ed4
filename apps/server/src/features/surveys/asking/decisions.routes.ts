import { z } from 'zod'
import { id } from '../../../platform/contract.ts'
import { workspaceOf, type App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { readDecisionCounts, readDecisions, readWouldAsk } from './decisions.service.ts'
import { decisionCounts, decisionList, decisionsQuery, wouldAskReply, wouldAskRequest } from '../delivery.contract.ts'

const reading = { config: { access: 'surveys:read' } } as const
const tags = ['Surveys']
const params = z.object({ id })

export function routeDecisions(app: App, platform: Platform): void {
  app.get(
    '/v1/surveys/:id/decisions',
    { ...reading, schema: { summary: 'Why people were or were not asked, the newest first', tags, params, querystring: decisionsQuery, response: { 200: decisionList } } },
    async (request) => readDecisions(platform, workspaceOf(request), { ...request.query, surveyId: request.params.id }),
  )
  app.get(
    '/v1/survey-decisions',
    { ...reading, schema: { summary: 'The same over all surveys', tags, querystring: decisionsQuery, response: { 200: decisionList } } },
    async (request) => readDecisions(platform, workspaceOf(request), request.query),
  )
  app.get(
    '/v1/people/:id/survey-decisions',
    { ...reading, schema: { summary: 'Why a person was or was not asked, over all surveys', tags, params, querystring: decisionsQuery, response: { 200: decisionList } } },
    async (request) => readDecisions(platform, workspaceOf(request), { ...request.query, profileId: request.params.id }),
  )
  app.get(
    '/v1/surveys/:id/decisions/counts',
    { ...reading, schema: { summary: 'Decisions of the last 30 days by reason', tags, params, response: { 200: decisionCounts } } },
    async (request) => readDecisionCounts(platform, workspaceOf(request), request.params.id),
  )
  app.post(
    '/v1/surveys/:id/would-ask',
    { ...reading, schema: { summary: 'Would this person be asked now? Records nothing', tags, params, body: wouldAskRequest, response: { 200: wouldAskReply } } },
    async (request) => readWouldAsk(platform, workspaceOf(request), request.params.id, request.body.profileId),
  )
}
