import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Segment } from '@contract/segments/segments.contract.ts'
import { api } from '../../app/api.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { usageQuery } from './segment-requests.ts'
import { UsageLinks } from './usage-links.tsx'
import { useRefreshSegments } from './use-segment-changes.ts'

interface DeleteSegmentProps {
  /** Which one; null while nothing is asked. */
  segment: Pick<Segment, 'id' | 'name'> | null
  onClose: () => void
  onDeleted?: () => void
}

/** Asks by name before a segment goes, and says who uses it. */
export function DeleteSegment({ segment, onClose, onDeleted }: DeleteSegmentProps) {
  const { t } = useTranslation('segments')
  const refresh = useRefreshSegments()
  const usage = useQuery({ ...usageQuery(segment?.id ?? ''), enabled: segment !== null })
  const users = usage.data?.items ?? []
  return (
    <Confirm
      isOpen={segment !== null}
      title={t('delete.title', { name: segment?.name ?? '' })}
      verb={t('delete.verb')}
      name={segment?.name ?? ''}
      onClose={onClose}
      onConfirm={async () => {
        await api.del(`/v1/segments/${segment?.id}`)
        notifications.show({ message: t('delete.done', { name: segment?.name ?? '' }) })
        onDeleted?.()
        await refresh()
      }}
    >
      <p style={{ marginTop: 0 }}>{t('delete.happens')}</p>
      {users.length > 0 && (
        <>
          <p>{t('delete.usedBy')}</p>
          <UsageLinks items={users} />
        </>
      )}
    </Confirm>
  )
}
