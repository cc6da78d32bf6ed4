import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Segment } from '@contract/segments/segments.contract.ts'
import { api, describeFailure } from '../../app/api.ts'
import { useWorkspacePath } from '../../app/session.ts'

/** Asks anew for everything about segments: lists, sizes, members. */
export function useRefreshSegments(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['segments'] })
}

/** Copies a segment and opens the copy. */
export function useDuplicateSegment() {
  const { t } = useTranslation('segments')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const refresh = useRefreshSegments()
  return useMutation({
    mutationFn: (segment: Pick<Segment, 'id'>) => api.post<Segment>(`/v1/segments/${segment.id}/duplicate`),
    onSuccess: (copy) => {
      void refresh()
      notifications.show({ message: t('duplicate.done', { name: copy.name }) })
      void navigate({ to: toPath(`/segments/${copy.id}`) })
    },
    onError: (cause) => notifications.show({ color: 'red', title: t('duplicate.failed'), message: describeFailure(cause) }),
  })
}

/** Saves the members of a segment as a file. */
export function useExportMembers() {
  const { t } = useTranslation('segments')
  return useMutation({
    mutationFn: (segment: Pick<Segment, 'id' | 'name'>) => api.download(`/v1/segments/${segment.id}/members.csv`, nameMembersFile(segment.name)),
    onError: (cause) => notifications.show({ color: 'red', title: t('export.failed'), message: describeFailure(cause) }),
  })
}

/** "Loyal customers" → loyal-customers.csv */
export function nameMembersFile(name: string): string {
  return `${name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'segment'}.csv`
}
