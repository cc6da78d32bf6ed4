import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { Confirm } from '../../ui/confirm.tsx'
import type { Survey } from './survey-requests.ts'
import { useRefreshSurveys } from './use-survey-changes.ts'

interface DeleteSurveysProps {
  /** Which ones; empty while nothing is asked. */
  surveys: Array<Pick<Survey, 'id' | 'name'>>
  onClose: () => void
  onDeleted?: () => void
}

/** Asks by name before surveys go with all their answers. */
export function DeleteSurveys({ surveys, onClose, onDeleted }: DeleteSurveysProps) {
  const { t } = useTranslation('surveys')
  const refresh = useRefreshSurveys()
  const name = surveys.length === 1 ? (surveys[0]?.name ?? '') : t('delete.several', { count: surveys.length })
  return (
    <Confirm
      isOpen={surveys.length > 0}
      title={t('delete.title', { name })}
      verb={t('delete.verb')}
      name={name}
      onClose={onClose}
      onConfirm={async () => {
        try {
          await Promise.all(surveys.map(({ id }) => api.del(`/v1/surveys/${id}`)))
          notifications.show({ message: t('delete.done', { name }) })
          onDeleted?.()
        } finally {
          await refresh()
        }
      }}
    >
      {t('delete.happens')}
    </Confirm>
  )
}
