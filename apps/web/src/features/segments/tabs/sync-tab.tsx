import { Button, Group, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SegmentWebhook } from '@contract/segments/segments.contract.ts'
import { api, describeFailure } from '../../../app/api.ts'
import { useCan, useWorkspacePath } from '../../../app/session.ts'
import { CopyableValue } from '../../../ui/code-block.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { FailureNote, Note } from '../../../ui/failure-note.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Section } from '../../../ui/page.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { Stat, StatRow } from '../../../ui/stat.tsx'
import { useSubmit } from '../../../ui/use-submit.ts'
import { webhookQuery } from '../segment-requests.ts'
import type { TabProps } from '../segment-view.ts'

/** Who comes and goes is told to another system, at an address of its own. */
export function SyncTab({ segment }: TabProps) {
  const { t } = useTranslation('segments')
  const { data, error } = useQuery(webhookQuery(segment.id))
  return (
    <Section title={t('sync.title')} description={t('sync.hint')}>
      {error && !data ? <FailureNote>{describeFailure(error)}</FailureNote> : data ? <Webhook segmentId={segment.id} webhook={data} /> : <TextSkeleton lines={5} />}
    </Section>
  )
}

function Webhook({ segmentId, webhook }: { segmentId: string; webhook: SegmentWebhook }) {
  const { t } = useTranslation('segments')
  const client = useQueryClient()
  const canWrite = useCan('segments:write')
  const [url, setUrl] = useState(webhook.url ?? '')
  const [isAsking, setIsAsking] = useState(false)
  // The server tells it once; later replies no longer hold it.
  const [secret, setSecret] = useState(webhook.signingSecret)
  const put = async (next: string | null) => {
    const reply = await api.put<SegmentWebhook>(`/v1/segments/${segmentId}/webhook`, { url: next })
    client.setQueryData(webhookQuery(segmentId).queryKey, reply)
    setSecret(reply.signingSecret)
    notifications.show({ message: t(next === null ? 'sync.stopped' : 'sync.saved') })
  }
  const form = useSubmit(() => put(url.trim()))
  return (
    <Stack gap="lg" maw={720}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void form.submit()
        }}
      >
        <Stack gap="sm">
          <TextInput type="url" label={t('sync.url')} placeholder="https://" maxLength={500} readOnly={!canWrite} value={url} error={form.errorOf('url')} onChange={(event) => setUrl(event.currentTarget.value)} />
          {form.failure && !form.errorOf('url') && <FailureNote>{form.failure}</FailureNote>}
          {canWrite && (
            <Group gap="xs">
              <Button type="submit" loading={form.isBusy} disabled={!url.trim() || url.trim() === webhook.url}>{t('sync.save')}</Button>
              {webhook.url !== null && <Button variant="default" onClick={() => setIsAsking(true)}>{t('sync.stop')}</Button>}
            </Group>
          )}
        </Stack>
      </form>
      {secret && (
        <Note tone="good">
          <p style={{ margin: '0 0 8px' }}>{t('sync.secretHint')}</p>
          <CopyableValue value={secret} label={t('sync.secret')} />
        </Note>
      )}
      {webhook.url !== null && <Deliveries webhook={webhook} />}
      <Confirm
        isOpen={isAsking}
        title={t('sync.stopTitle')}
        verb={t('sync.stop')}
        onClose={() => setIsAsking(false)}
        onConfirm={async () => {
          await put(null)
          setUrl('')
        }}
      >
        {t('sync.stopHappens')}
      </Confirm>
    </Stack>
  )
}

function Deliveries({ webhook }: { webhook: SegmentWebhook }) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const canReadConnectors = useCan('connectors:read')
  return (
    <>
      <StatRow>
        <Stat label={t('sync.delivered')} definition={t('sync.deliveredMeaning')} value={formatNumber(webhook.delivered)} />
        <Stat label={t('sync.failed')} definition={t('sync.failedMeaning')} value={formatNumber(webhook.failed)} />
        <Stat label={t('sync.waiting')} definition={t('sync.waitingMeaning')} value={formatNumber(webhook.waiting)} />
      </StatRow>
      {webhook.lastError && <Note tone="warn">{t('sync.lastError', { message: webhook.lastError })}</Note>}
      {webhook.connectorId && canReadConnectors && (
        <div>
          <Link to={toPath('/settings/connectors')} search={{ connector: webhook.connectorId } as never}>{t('sync.connector')}</Link>
        </div>
      )}
    </>
  )
}
