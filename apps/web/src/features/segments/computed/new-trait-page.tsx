import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ComputedTrait, CreateComputedTraitRequest } from '@contract/segments/computed-traits.contract.ts'
import { api } from '../../../app/api.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { Page } from '../../../ui/page.tsx'
import { BackLink } from '../../../ui/back-link.tsx'
import { createComputation } from '../builder/computation.ts'
import { TraitForm, type TraitValues } from './trait-form.tsx'
import { traitsQuery } from './trait-requests.ts'

const blank: TraitValues = { key: '', name: '', description: '', computation: createComputation() }

export function NewTraitPage() {
  const { t } = useTranslation('segments')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const client = useQueryClient()
  const create = async (values: TraitValues) => {
    const body: CreateComputedTraitRequest = values
    await api.post<ComputedTrait>('/v1/computed-traits', body)
    await client.invalidateQueries({ queryKey: traitsQuery.queryKey })
    void navigate({ to: toPath('/computed-traits') })
  }
  return (
    <Page title={t('trait.newTitle')} above={<BackLink to="/computed-traits">{t('trait.title')}</BackLink>}>
      <TraitForm initial={blank} onSave={create} />
    </Page>
  )
}
