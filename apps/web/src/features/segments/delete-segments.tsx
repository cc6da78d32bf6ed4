import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SegmentRow } from '@contract/segments/segments.contract.ts'
import { api } from '../../app/api.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { useRefreshSegments } from './use-segment-changes.ts'

interface DeleteSegmentsProps {
  /** Those that were chosen. */
  segments: readonly SegmentRow[]
  onDeleted: () => void
}

/** The bulk action of the list; asks for their number before they go. */
export function DeleteSegments({ segments, onDeleted }: DeleteSegmentsProps) {
  const { t } = useTranslation('segments')
  const refresh = useRefreshSegments()
  const [isAsking, setIsAsking] = useState(false)
  const count = segments.length
  return (
    <>
      <Button variant="default" c="var(--bad)" onClick={() => setIsAsking(true)}>{t('delete.chosen', { count })}</Button>
      <Confirm
        isOpen={isAsking}
        title={t('delete.manyTitle', { count })}
        verb={t('delete.verb')}
        name={t('delete.manyName', { count })}
        onClose={() => setIsAsking(false)}
        onConfirm={async () => {
          try {
            for (const { id } of segments) await api.del(`/v1/segments/${id}`)
            notifications.show({ message: t('delete.manyDone', { count }) })
            onDeleted()
          } finally {
            // Some may be gone although another stays, because something uses it.
            await refresh()
          }
        }}
      >
        <p style={{ marginTop: 0 }}>{segments.map(({ name }) => name).join(', ')}</p>
        <p>{t('delete.manyHappens')}</p>
      </Confirm>
    </>
  )
}
