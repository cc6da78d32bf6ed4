// Surveys over HTTP: their definitions, versions, templates and settings.
import { z } from 'zod'
import { id } from '../../platform/contract.ts'
import { principalOf, workspaceOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { deliveredContent, previewRequest } from './delivery.contract.ts'
import { questionTypes } from './question-types/index.ts'
import { changeSettings, describeSettings, renewSigningSecret } from './settings.service.ts'
import { describeSurveys } from './survey-list.service.ts'
import {
  changeStatusRequest, createSurveyRequest, questionTypeList, startedFromRequest, survey, surveyList, surveySettings, surveySettingsReply, templateList, updateSurveyRequest, versionList,
} from './surveys.contract.ts'
import {
  changeStatus, changeSurvey, createSurvey, describeSurvey, describeVersions, duplicateSurvey, previewContent, publishSurvey, removeSurvey, restoreVersion,
} from './surveys.service.ts'
import { templates } from './templates/index.ts'

const reading = { config: { access: 'surveys:read' } } as const
const writing = { config: { access: 'surveys:write' } } as const
const tags = ['Surveys']
const params = z.object({ id })
/** A survey may hold 20 pictures of 150 kB. */
const bodyLimit = 6 * 1024 * 1024

function serveSettings(app: App, platform: Platform): void {
  app.get('/v1/surveys/settings', { ...reading, schema: { summary: 'What holds over all surveys: rest, caps, signatures', tags, response: { 200: surveySettingsReply } } }, async (request) =>
    describeSettings(platform, workspaceOf(request), principalOf(request)),
  )
  app.put(
    '/v1/surveys/settings',
    { ...writing, schema: { summary: 'Change what holds over all surveys', tags, body: surveySettings, response: { 200: surveySettingsReply } } },
    async (request) => changeSettings(platform, workspaceOf(request), principalOf(request), request.body),
  )
  app.post(
    '/v1/surveys/settings/signing-secret',
    { ...writing, schema: { summary: 'Make a new signing secret; the old one stops to count', tags, response: { 200: surveySettingsReply } } },
    async (request) => renewSigningSecret(platform, workspaceOf(request), principalOf(request)),
  )
}

function serveBuilding(app: App): void {
  const types = { items: questionTypes.variants.map(({ type, shape, metrics = [] }, index) => ({ ...questionTypes.describe()[index]!, type, shape, metrics: [...metrics] })) }
  app.get('/v1/surveys/question-types', { ...reading, schema: { summary: 'Types of questions, each with a JSON Schema of its config', tags, response: { 200: questionTypeList } } }, async () => types)
  app.get('/v1/surveys/templates', { ...reading, schema: { summary: 'Surveys to begin with', tags, response: { 200: templateList } } }, async () => ({ items: [...templates] }))
  app.post(
    '/v1/surveys/preview',
    { ...reading, bodyLimit, schema: { summary: 'Content that is not saved, as it would be delivered', tags, body: previewRequest, response: { 200: deliveredContent } } },
    async (request) => previewContent(request.body),
  )
}

function serveVersions(app: App, platform: Platform): void {
  app.post('/v1/surveys/:id/publish', { ...writing, schema: { summary: 'Publish the draft as the next version', tags, params, body: startedFromRequest, response: { 200: survey } } }, async (request) =>
    publishSurvey(platform, workspaceOf(request), principalOf(request), request.params.id, request.body?.startedFrom),
  )
  app.post(
    '/v1/surveys/:id/status',
    { ...writing, schema: { summary: 'Pause, close or reopen a survey', tags, params, body: changeStatusRequest, response: { 200: survey } } },
    async (request) => changeStatus(platform, workspaceOf(request), principalOf(request), request.params.id, request.body),
  )
  app.get('/v1/surveys/:id/versions', { ...reading, schema: { summary: 'Published versions, the newest first', tags, params, response: { 200: versionList } } }, async (request) =>
    describeVersions(platform, workspaceOf(request), request.params.id),
  )
  app.post(
    '/v1/surveys/:id/versions/:version/restore',
    { ...writing, schema: { summary: 'Take an old version as the draft', tags, params: params.extend({ version: z.coerce.number().int().min(1).max(1_000_000) }), body: startedFromRequest, response: { 200: survey } } },
    async (request) => restoreVersion(platform, workspaceOf(request), principalOf(request), request.params, request.body?.startedFrom),
  )
}

export function routeSurveys(app: App, platform: Platform): void {
  app.get('/v1/surveys', { ...reading, schema: { summary: 'Surveys by their last change, each with its figures', tags, response: { 200: surveyList } } }, async (request) => ({
    items: await describeSurveys(platform, workspaceOf(request)),
  }))
  app.post(
    '/v1/surveys',
    { ...writing, bodyLimit, schema: { summary: 'Create a survey: blank, from a template, or with content', tags, body: createSurveyRequest, response: { 201: survey } } },
    async (request, reply) => reply.code(201).send(await createSurvey(platform, workspaceOf(request), principalOf(request), request.body)),
  )
  app.get('/v1/surveys/:id', { ...reading, schema: { summary: 'One survey with its draft', tags, params, response: { 200: survey } } }, async (request) =>
    describeSurvey(platform, workspaceOf(request), request.params.id),
  )
  app.patch(
    '/v1/surveys/:id',
    { ...writing, bodyLimit, schema: { summary: 'Change a survey; what is left out stays', tags, params, body: updateSurveyRequest, response: { 200: survey } } },
    async (request) => changeSurvey(platform, workspaceOf(request), principalOf(request), request.params.id, request.body),
  )
  app.post('/v1/surveys/:id/duplicate', { ...writing, schema: { summary: 'Copy a survey as a draft', tags, params, response: { 201: survey } } }, async (request, reply) =>
    reply.code(201).send(await duplicateSurvey(platform, workspaceOf(request), principalOf(request), request.params.id)),
  )
  app.delete(
    '/v1/surveys/:id',
    { ...writing, schema: { summary: 'Delete a survey with all its answers', tags, params, response: { 204: z.null() } } },
    async (request, reply) => {
      await removeSurvey(platform, workspaceOf(request), principalOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
  serveVersions(app, platform)
  serveBuilding(app)
  serveSettings(app, platform)
}
