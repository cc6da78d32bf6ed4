// Putting two profiles together, taking that back, and saying that two are not the same.
import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Person, undoReply } from '@contract/people/people.contract.ts'
import { api, describeFailure } from '../../app/api.ts'
import { useWorkspacePath } from '../../app/session.ts'
import { suggestionsQuery, type SuggestionPageReply } from './people-requests.ts'
import { showFailure, showUndo } from './undo-notification.tsx'

/** Everything about people may look different after profiles were put together or taken apart. */
function useRefreshPeople() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['people'] })
}

export function useUndoMerge() {
  const { t } = useTranslation('people')
  const refresh = useRefreshPeople()
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  return useMutation({
    mutationFn: (mergeId: string) => api.post<z.infer<typeof undoReply>>(`/v1/merges/${mergeId}/undo`),
    onSuccess: (reply) => {
      void refresh()
      showUndo({
        id: `unmerged-${reply.restoredId}`, title: t('merge.undone'), message: t('merge.undoneHint'),
        undo: t('merge.showRestored'), onUndo: () => void navigate({ to: toPath(`/people/${reply.restoredId}`) }),
      })
    },
    onError: (cause) => showFailure(t('merge.undoFailed'), describeFailure(cause)),
  })
}

interface MergeRequest {
  keepId: string
  otherId: string
  otherName: string
  reason: string
}

/** Puts `otherId` into `keepId` and offers to take it back. */
export function useMerge() {
  const { t } = useTranslation('people')
  const refresh = useRefreshPeople()
  const undo = useUndoMerge()
  return useMutation({
    mutationFn: ({ keepId, otherId, reason }: MergeRequest) => api.post<Person>(`/v1/people/${keepId}/merge`, { otherId, reason }),
    onSuccess: (person, { otherId, otherName }) => {
      void refresh()
      const merge = person.merges.find((each) => each.undoneAt === null && (each.from === otherId || each.into === otherId))
      const title = t('merge.done', { name: otherName })
      if (merge) showUndo({ id: `merged-${merge.id}`, title, message: t('merge.doneHint'), undo: t('undo'), onUndo: () => undo.mutate(merge.id) })
    },
  })
}

/** "Not the same": the suggestion goes at once, and comes back if that did not work. */
export function useDismissSuggestion() {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const refresh = useRefreshPeople()
  const { queryKey } = suggestionsQuery
  return useMutation({
    mutationFn: (id: string) => api.post(`/v1/merge-suggestions/${id}/dismiss`),
    onMutate: (id) => {
      const before = client.getQueryData<InfiniteData<SuggestionPageReply, string | null>>(queryKey)
      if (before) {
        client.setQueryData(queryKey, { ...before, pages: before.pages.map((page) => ({ ...page, items: page.items.filter((each) => each.id !== id) })) })
      }
      return { before }
    },
    onError: (cause, _id, context) => {
      if (context?.before) client.setQueryData(queryKey, context.before)
      showFailure(t('suggestion.dismissFailed'), describeFailure(cause))
    },
    onSuccess: () => refresh(),
  })
}
