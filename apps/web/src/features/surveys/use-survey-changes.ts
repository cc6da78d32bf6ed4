import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, describeFailure } from '../../app/api.ts'
import { useWorkspacePath } from '../../app/session.ts'
import { surveyQuery, type Survey, type UpdateSurveyRequest } from './survey-requests.ts'

type Named = Pick<Survey, 'id' | 'name'>
export type NextStatus = 'live' | 'paused' | 'closed'

/** Asks anew for everything about surveys; what was just answered is kept. */
export function useRefreshSurveys(): (survey?: Survey) => Promise<void> {
  const client = useQueryClient()
  return async (survey) => {
    if (survey) client.setQueryData(surveyQuery(survey.id).queryKey, survey)
    await client.invalidateQueries({ queryKey: ['surveys'], predicate: ({ queryKey }) => queryKey[1] !== 'preview' && queryKey[1] !== 'templates' && queryKey[1] !== 'question-types' })
  }
}

/** Saves a part of a survey without asking for it again. */
export function useSaveSurvey(id: string): (change: UpdateSurveyRequest) => Promise<Survey> {
  const client = useQueryClient()
  return async (change) => {
    const saved = await api.patch<Survey>(`/v1/surveys/${id}`, change)
    client.setQueryData(surveyQuery(id).queryKey, saved)
    return saved
  }
}

export function useChangeStatus() {
  const { t } = useTranslation('surveys')
  const refresh = useRefreshSurveys()
  return useMutation({
    mutationFn: ({ surveys, status }: { surveys: Named[]; status: NextStatus }) => Promise.all(surveys.map(({ id }) => api.post<Survey>(`/v1/surveys/${id}/status`, { status }))),
    onSuccess: (_reply, { surveys, status }) => notifications.show({ message: t(`statusDone.${status}`, { count: surveys.length, name: surveys[0]?.name }) }),
    onError: (cause) => notifications.show({ color: 'red', title: t('statusFailed'), message: describeFailure(cause) }),
    onSettled: () => refresh(),
  })
}

/** Copies several surveys, and stays where they are. */
export function useDuplicateSurveys() {
  const { t } = useTranslation('surveys')
  const refresh = useRefreshSurveys()
  return useMutation({
    mutationFn: (surveys: Named[]) => Promise.all(surveys.map(({ id }) => api.post<Survey>(`/v1/surveys/${id}/duplicate`))),
    onSuccess: (copies) => notifications.show({ message: t('duplicatedSeveral', { count: copies.length }) }),
    onError: (cause) => notifications.show({ color: 'red', title: t('duplicateFailed'), message: describeFailure(cause) }),
    onSettled: () => refresh(),
  })
}

/** Copies a survey and opens the copy. */
export function useDuplicateSurvey() {
  const { t } = useTranslation('surveys')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const refresh = useRefreshSurveys()
  return useMutation({
    mutationFn: ({ id }: Named) => api.post<Survey>(`/v1/surveys/${id}/duplicate`),
    onSuccess: (copy) => {
      void refresh()
      notifications.show({ message: t('duplicated', { name: copy.name }) })
      void navigate({ to: toPath(`/feedback/surveys/${copy.id}`) })
    },
    onError: (cause) => notifications.show({ color: 'red', title: t('duplicateFailed'), message: describeFailure(cause) }),
  })
}
