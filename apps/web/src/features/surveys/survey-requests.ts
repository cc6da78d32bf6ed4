// What the survey pages ask the server for, and under which keys the replies are kept.
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { createdLinks, DeliveredContent, emailReply } from '@contract/surveys/delivery.contract.ts'
import type {
  createSurveyRequest, language, Survey, SurveyContent, SurveyRow, surveySettingsReply, SurveyTargeting, surveyTemplate, surveyVersion, updateSurveyRequest,
} from '@contract/surveys/surveys.contract.ts'
import { api, buildUrl, readWorkspaceSlug } from '../../app/api.ts'
import type { FormSchema } from '../../ui/schema-form.tsx'

export type { Survey, SurveyContent, SurveyRow, SurveyTargeting }
export type SurveyTemplate = z.infer<typeof surveyTemplate>
export type SurveyVersion = z.infer<typeof surveyVersion>
export type SurveySettingsReply = z.infer<typeof surveySettingsReply>
export type Language = z.infer<typeof language>
export type CreateSurveyRequest = z.input<typeof createSurveyRequest>
export type UpdateSurveyRequest = z.input<typeof updateSurveyRequest>

/** A type of question, as the server describes it. */
export interface QuestionTypeDescription {
  type: string
  label: string
  description: string
  shape?: string
  configSchema: FormSchema
  example: Record<string, unknown>
}

const ofSurvey = (id: string, ...rest: unknown[]) => ['surveys', 'survey', id, ...rest]

export const surveysQuery = queryOptions({
  queryKey: ['surveys', 'list'],
  queryFn: async ({ signal }) => (await api.get<{ items: SurveyRow[] }>('/v1/surveys', { signal })).items,
  refetchInterval: 15_000,
})

export const surveyQuery = (id: string) =>
  queryOptions({ queryKey: ofSurvey(id, 'itself'), queryFn: ({ signal }) => api.get<Survey>(`/v1/surveys/${id}`, { signal }) })

export const versionsQuery = (id: string) =>
  queryOptions({ queryKey: ofSurvey(id, 'versions'), queryFn: async ({ signal }) => (await api.get<{ items: SurveyVersion[] }>(`/v1/surveys/${id}/versions`, { signal })).items })

/** Neither changes while the app is open. */
const staleTime = Infinity
export const templatesQuery = queryOptions({
  queryKey: ['surveys', 'templates'],
  queryFn: async ({ signal }) => (await api.get<{ items: SurveyTemplate[] }>('/v1/surveys/templates', { signal })).items,
  staleTime,
})
export const questionTypesQuery = queryOptions({
  queryKey: ['surveys', 'question-types'],
  queryFn: async ({ signal }) => (await api.get<{ items: QuestionTypeDescription[] }>('/v1/surveys/question-types', { signal })).items,
  staleTime,
})

export const previewQuery = (content: SurveyContent, shown: Language | undefined) =>
  queryOptions({
    queryKey: ['surveys', 'preview', content, shown ?? null],
    queryFn: ({ signal }) => api.post<DeliveredContent>('/v1/surveys/preview', { content, language: shown }, { signal }),
    staleTime: 60_000,
    gcTime: 10_000,
    retry: false,
  })

export const settingsQuery = queryOptions({
  queryKey: ['surveys', 'settings'],
  queryFn: ({ signal }) => api.get<SurveySettingsReply>('/v1/surveys/settings', { signal }),
})

export const emailQuery = (id: string, shown: Language) =>
  queryOptions({
    queryKey: ofSurvey(id, 'email', shown),
    queryFn: ({ signal }) => api.get<z.infer<typeof emailReply>>(`/v1/surveys/${id}/email`, { query: { language: shown }, signal }),
    retry: false,
  })

export type CreatedLinks = z.infer<typeof createdLinks>

/** An image's address for `<img>`, which cannot send headers: the workspace goes into the address. */
export function toCodeUrl(surveyId: string, location?: string): string {
  return buildUrl(`/v1/surveys/${surveyId}/qr.svg`, { location, workspace: readWorkspaceSlug() })
}
