import { Button, Tabs } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconSend } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Connector, Delivery } from '@contract/connectors/connectors.contract.ts'
import { api } from '../../app/api.ts'
import { useCan } from '../../app/session.ts'
import { FailureNote, Note } from '../../ui/failure-note.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { connectorsQuery } from './connector-queries.ts'
import { ConnectorSettings } from './connector-settings.tsx'
import { DeliveryLog } from './delivery-log.tsx'

/** One connector: what it delivered, and its settings. */
export function ConnectorPanel({ connector, onClose }: { connector: Connector; onClose: () => void }) {
  const { t } = useTranslation('connectors')
  const canWrite = useCan('connectors:write')
  const queryClient = useQueryClient()
  const test = useSubmit(async () => {
    const delivery = await api.post<Delivery>(`/v1/connectors/${connector.id}/test`)
    await queryClient.invalidateQueries(connectorsQuery)
    const words = { delivered: 'testDone', failed: 'testFailed', waiting: 'testWaiting' } as const
    const answer = delivery.responseStatus === null ? delivery.responseText : `${delivery.responseStatus} ${delivery.responseText ?? ''}`
    notifications.show({ ...(delivery.status === 'failed' ? { color: 'red' } : {}), title: t(words[delivery.status]), message: answer?.slice(0, 200) ?? '' })
  })
  return (
    <SidePanel
      title={connector.name}
      onClose={onClose}
      actions={
        canWrite && (
          <Button variant="default" leftSection={<IconSend size={16} aria-hidden />} loading={test.isBusy} onClick={() => void test.submit()}>
            {t('test')}
          </Button>
        )
      }
    >
      {test.failure && <FailureNote>{test.failure}</FailureNote>}
      {connector.lastError && <Note tone="warn">{t('lastError', { message: connector.lastError })}</Note>}
      <Tabs defaultValue="deliveries" keepMounted={false}>
        <Tabs.List aria-label={t('panel.sections')} mb="md">
          <Tabs.Tab value="deliveries">{t('panel.deliveries')}</Tabs.Tab>
          <Tabs.Tab value="settings">{t('panel.settings')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="deliveries">
          <DeliveryLog connector={connector} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <ConnectorSettings connector={connector} onDeleted={onClose} />
        </Tabs.Panel>
      </Tabs>
    </SidePanel>
  )
}
