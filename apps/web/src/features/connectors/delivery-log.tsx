import { Button, Select, UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Connector, deliveryPage, replayDeliveriesReply } from '@contract/connectors/connectors.contract.ts'
import { api } from '../../app/api.ts'
import { useCan } from '../../app/session.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { connectorsQuery, statusTones } from './connector-queries.ts'
import { DeliveryDetail } from './delivery-detail.tsx'
import classes from './connectors.module.css'

/** What was sent and what came back, newest first; failed ones can be repeated. */
export function DeliveryLog({ connector }: { connector: Connector }) {
  const { t } = useTranslation('connectors')
  const canWrite = useCan('connectors:write')
  const queryClient = useQueryClient()
  const [status, setStatus] = useState('')
  const [openedId, setOpenedId] = useState<string | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['connectors', connector.id, 'deliveries', status],
    queryFn: ({ pageParam, signal }) =>
      api.get<z.infer<typeof deliveryPage>>(`/v1/connectors/${connector.id}/deliveries`, { query: { status, cursor: pageParam, limit: 30 }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 5000,
  })
  const refresh = async () => {
    await queryClient.invalidateQueries(connectorsQuery)
  }
  const replayAll = useSubmit(async () => {
    const { replayed } = await api.post<z.infer<typeof replayDeliveriesReply>>(`/v1/connectors/${connector.id}/replay`)
    notifications.show({ message: t('replayed', { count: replayed }) })
    await refresh()
  })
  const deliveries = query.data?.pages.flatMap((page) => page.items)
  const opened = deliveries?.find((delivery) => delivery.id === openedId)
  if (opened) return <DeliveryDetail connectorId={connector.id} delivery={opened} onBack={() => setOpenedId(null)} onReplayed={refresh} />
  return (
    <>
      <div className={classes.bar}>
        <Select
          aria-label={t('filter.label')}
          w={130}
          value={status}
          data={[{ value: '', label: t('filter.all') }, ...(['delivered', 'failed', 'waiting'] as const).map((value) => ({ value, label: t(`deliveryStatus.${value}`) }))]}
          onChange={(value) => setStatus(value ?? '')}
        />
        <span className={classes.spacer} />
        {canWrite && connector.failed > 0 && (
          <Button variant="subtle" loading={replayAll.isBusy} onClick={() => void replayAll.submit()}>
            {t('replayAll')}
          </Button>
        )}
      </div>
      {(replayAll.failure ?? query.error) && <FailureNote>{replayAll.failure ?? query.error?.message}</FailureNote>}
      {!deliveries && !query.error && <TextSkeleton lines={6} />}
      {deliveries?.length === 0 && (
        <EmptyState picture="connector" title={t('noDeliveries')}>
          {t('noDeliveriesHint')}
        </EmptyState>
      )}
      <ul className={classes.list}>
        {deliveries?.map((delivery) => (
          <li key={delivery.id}>
            <UnstyledButton className={classes.delivery} onClick={() => setOpenedId(delivery.id)}>
              <span className="truncate">{delivery.eventName}</span>
              <Tag tone={statusTones[delivery.status]}>{t(`deliveryStatus.${delivery.status}`)}</Tag>
              <span className={`${classes.quiet} truncate`}>
                <Time value={delivery.createdAt} />
                {delivery.attempts > 1 && ` · ${t('attempts')}: ${delivery.attempts}`}
              </span>
              <span className={`${classes.quiet} numbers`}>{delivery.responseStatus ?? ''}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button variant="subtle" color="gray" fullWidth mt="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}
