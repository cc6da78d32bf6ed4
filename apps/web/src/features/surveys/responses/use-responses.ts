import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Response } from '@contract/surveys/responses.contract.ts'
import { useWorkspace } from '../../../app/session.ts'
import { useNow } from '../../../ui/time.tsx'
import { useUrlState } from '../../../ui/use-url-state.ts'
import { responsesQuery } from './response-requests.ts'
import { responsesDefaults, toResponsesQuery } from './responses-view.ts'

/** The filters in the address, and the answers that match them. The list and the panel beside it share the request. */
export function useResponses(surveyId: string) {
  const { timezone } = useWorkspace()
  const now = useNow()
  const [view, setView] = useUrlState(responsesDefaults)
  const chosenId = surveyId || view.survey
  const query = toResponsesQuery(view, timezone, now)
  const responses = useInfiniteQuery(responsesQuery(chosenId, query))
  const rows = useMemo(() => responses.data?.pages.flatMap((page): Response[] => page.items), [responses.data])
  return { view, setView, surveyId: chosenId, query, responses, rows }
}
