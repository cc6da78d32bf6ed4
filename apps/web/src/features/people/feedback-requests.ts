// What a person said in surveys, and why they were or were not asked.
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { decisionList } from '@contract/surveys/delivery.contract.ts'
import type { responsePage } from '@contract/surveys/responses.contract.ts'
import { api } from '../../app/api.ts'
import { personQuery } from './people-requests.ts'

export type PersonResponse = z.infer<typeof responsePage>['items'][number]
export type PersonDecision = z.infer<typeof decisionList>['items'][number]

const mostResponses = 50
const mostDecisions = 20

/** Both are asked for again with the person. */
export const personResponsesQuery = (id: string) =>
  queryOptions({
    queryKey: [...personQuery(id).queryKey, 'responses'],
    queryFn: async ({ signal }) => (await api.get<z.infer<typeof responsePage>>(`/v1/people/${id}/survey-responses`, { query: { limit: mostResponses }, signal })).items,
  })

export const personDecisionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...personQuery(id).queryKey, 'survey-decisions'],
    queryFn: async ({ signal }) => (await api.get<z.infer<typeof decisionList>>(`/v1/people/${id}/survey-decisions`, { query: { limit: mostDecisions }, signal })).items,
  })
