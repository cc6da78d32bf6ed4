import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ComputedTrait } from '@contract/segments/computed-traits.contract.ts'
import { api } from '../../../app/api.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { traitsQuery } from './trait-requests.ts'

interface DeleteTraitProps {
  /** Which one; null while nothing is asked. */
  trait: ComputedTrait | null
  onClose: () => void
  onDeleted?: () => void
}

/** Asks by name: the value goes from everyone who has it. */
export function DeleteTrait({ trait, onClose, onDeleted }: DeleteTraitProps) {
  const { t } = useTranslation('segments')
  const client = useQueryClient()
  return (
    <Confirm
      isOpen={trait !== null}
      title={t('delete.title', { name: trait?.name ?? '' })}
      verb={t('trait.deleteVerb')}
      name={trait?.name ?? ''}
      onClose={onClose}
      onConfirm={async () => {
        await api.del(`/v1/computed-traits/${trait?.id}`)
        notifications.show({ message: t('delete.done', { name: trait?.name ?? '' }) })
        onDeleted?.()
        await client.invalidateQueries({ queryKey: traitsQuery.queryKey })
      }}
    >
      {t('trait.deleteHappens', { count: trait?.people ?? 0, n: formatNumber(trait?.people ?? 0) })}
    </Confirm>
  )
}
