import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { replayReply, replayRequest } from '@contract/stream/stream.contract.ts'
import { api, describeFailure } from '../../app/api.ts'
import { formatNumber } from '../../ui/format.ts'

/** Sends rejected events through the stream again: some of them, or all of one reason. */
export function useReplay() {
  const { t } = useTranslation('stream')
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: z.input<typeof replayRequest>) => api.post<z.infer<typeof replayReply>>('/v1/stream/rejected/replay', request),
    onSuccess: ({ replayed }) => {
      notifications.show({ message: t('rejected.done', { count: replayed, n: formatNumber(replayed) }) })
      void client.invalidateQueries({ queryKey: ['stream'] })
    },
    onError: (cause) => notifications.show({ color: 'red', title: t('rejected.failed'), message: describeFailure(cause), autoClose: 12_000 }),
  })
}
