import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { api } from '../../../app/api.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { useRefreshResponses } from './response-requests.ts'

interface DeleteResponsesProps {
  /** Empty: nothing is asked. */
  ids: readonly string[]
  onClose: () => void
  onDone: () => void
}

/** Deletes answers for good, as the law asks; one has to type the word. */
export function DeleteResponses({ ids, onClose, onDone }: DeleteResponsesProps) {
  const { t } = useTranslation('surveys')
  const refresh = useRefreshResponses()
  const counted = { count: ids.length, n: formatNumber(ids.length) }
  return (
    <Confirm
      isOpen={ids.length > 0}
      title={t('responses.delete.title', counted)}
      verb={ids.length === 1 ? t('responses.delete.one') : t('responses.delete.many', counted)}
      name={t('responses.delete.word')}
      onClose={onClose}
      onConfirm={async () => {
        await api.post('/v1/survey-responses/delete', { ids })
        notifications.show({ message: t('responses.delete.done', counted) })
        onDone()
        await refresh()
      }}
    >
      {t('responses.delete.happens', counted)}
    </Confirm>
  )
}
