import { Anchor, Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { SecretKey, secretKeyList } from '@contract/sources/sources.contract.ts'
import { api } from '../../app/api.ts'
import { useCan } from '../../app/session.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { CreateKeyModal } from './create-key-modal.tsx'

const keysKey = ['secret-keys']

/** Keys that open the API to programs. */
export function SecretKeysPage() {
  const { t } = useTranslation('sources')
  const canWrite = useCan('sources:write')
  const queryClient = useQueryClient()
  const [view, setView] = useUrlState({ create: '' })
  const [leaving, setLeaving] = useState<SecretKey | null>(null)
  const query = useQuery({ queryKey: keysKey, queryFn: ({ signal }) => api.get<z.infer<typeof secretKeyList>>('/v1/secret-keys', { signal }) })
  const columns = useMemo(
    (): Column<SecretKey>[] => [
      { key: 'name', header: t('keys.name'), width: 160, grow: 2, render: (key) => key.name },
      { key: 'key', header: t('keys.key'), width: 130, render: (key) => <code>{key.prefix}…</code> },
      {
        key: 'scopes',
        header: t('keys.scopes'),
        width: 160,
        grow: 2,
        render: (key) => (
          <Text component="span" inherit c="dimmed" title={key.scopes.map((scope) => t(`scope.${scope}`)).join('\n')}>
            {key.scopes.join(', ')}
          </Text>
        ),
      },
      { key: 'lastUsed', header: t('keys.lastUsed'), width: 120, render: (key) => <Time value={key.lastUsedAt} missing={t('keys.never')} /> },
      { key: 'created', header: t('keys.created'), width: 120, card: 'hidden', render: (key) => <Time value={key.createdAt} /> },
      {
        key: 'revoke',
        header: t('keys.revoke'),
        isHeaderHidden: true,
        width: 90,
        align: 'right',
        card: 'end',
        render: (key) =>
          key.revokedAt ? (
            <Tag>{t('keys.revoked')}</Tag>
          ) : (
            canWrite && (
              <Button variant="subtle" color="gray" size="compact-sm" aria-label={`${t('keys.revoke')} ${key.name}`} onClick={() => setLeaving(key)}>
                {t('keys.revoke')}
              </Button>
            )
          ),
      },
    ],
    [t, canWrite],
  )
  const refresh = () => queryClient.invalidateQueries({ queryKey: keysKey })
  const createButton = canWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setView({ create: 'yes' })}>
      {t('keys.create')}
    </Button>
  )
  return (
    <Page
      title={t('keys.title')}
      description={
        <>
          {t('keys.description')}{' '}
          <Anchor href="/docs" target="_blank" rel="noreferrer" inherit underline="always">
            {t('keys.reference')}
          </Anchor>
        </>
      }
      action={createButton}
    >
      <DataTable
        id="secret-keys"
        label={t('keys.title')}
        height="natural"
        rows={query.data?.items}
        columns={columns}
        getId={(key) => key.id}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState picture="connector" title={t('keys.empty')}>
            {t('keys.emptyHint')}
          </EmptyState>
        }
      />
      <CreateKeyModal isOpen={view.create === 'yes' && canWrite} onClose={() => setView({ create: '' })} onCreated={refresh} />
      <Confirm
        isOpen={leaving !== null}
        title={t('keys.revokeTitle', { name: leaving?.name })}
        verb={t('keys.revoke')}
        name={leaving?.name ?? ''}
        onClose={() => setLeaving(null)}
        onConfirm={async () => {
          await api.del(`/v1/secret-keys/${leaving?.id}`)
          await refresh()
        }}
      >
        {t('keys.revokeHint')}
      </Confirm>
    </Page>
  )
}
