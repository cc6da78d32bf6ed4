import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComputedTrait } from '@contract/segments/computed-traits.contract.ts'
import { api, describeFailure } from '../../../app/api.ts'
import { useCan, useWorkspace, useWorkspacePath } from '../../../app/session.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { Page } from '../../../ui/page.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { BackLink } from '../../../ui/back-link.tsx'
import { FillStatus } from '../segment-status.tsx'
import { DeleteTrait } from './delete-trait.tsx'
import { describeComputation } from './describe-computation.ts'
import { TraitForm, type TraitValues } from './trait-form.tsx'
import { TraitPreview } from './trait-preview.tsx'
import { traitsQuery } from './trait-requests.ts'
import classes from '../segments.module.css'

/** One computed trait; another computation is filled anew. */
export function EditTraitPage() {
  const { t } = useTranslation('segments')
  const { t: tUi } = useTranslation('ui')
  const toPath = useWorkspacePath()
  const { traitId } = useParams({ strict: false }) as { traitId?: string }
  const { data: traits, error, refetch } = useQuery(traitsQuery)
  const trait = traits?.find(({ id }) => id === traitId)
  const above = <BackLink to="/computed-traits">{t('trait.title')}</BackLink>
  if (trait) return <TraitDetails key={trait.id} trait={trait} above={above} />
  return (
    <Page title={t('trait.title')} head={<span />} above={above}>
      {traits ? (
        <EmptyState picture="search" title={t('trait.missing')} action={<Button component={Link} to={toPath('/computed-traits')}>{t('trait.toList')}</Button>}>
          {t('trait.missingHint')}
        </EmptyState>
      ) : error ? (
        <EmptyState picture="trouble" title={t('trait.failed')} action={<Button variant="default" onClick={() => void refetch()}>{tUi('retry')}</Button>}>
          {describeFailure(error)}
        </EmptyState>
      ) : (
        <TextSkeleton lines={10} />
      )}
    </Page>
  )
}

function TraitDetails({ trait, above }: { trait: ComputedTrait; above: React.ReactNode }) {
  const { t } = useTranslation('segments')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const { timezone } = useWorkspace()
  const client = useQueryClient()
  const canWrite = useCan('segments:write')
  const [isDeleting, setIsDeleting] = useState(false)
  const save = async ({ name, description, computation }: TraitValues) => {
    // The same computation again would be filled anew all the same, which only helps where that failed.
    const isSame = trait.status !== 'failed' && JSON.stringify(computation) === JSON.stringify(trait.computation)
    await api.patch<ComputedTrait>(`/v1/computed-traits/${trait.id}`, { name, description, ...(!isSame && { computation }) })
    await client.invalidateQueries({ queryKey: traitsQuery.queryKey })
    notifications.show({ message: t('trait.saved') })
    void navigate({ to: toPath('/computed-traits') })
  }
  return (
    <Page
      title={trait.name}
      head={<div className={classes.title}><span aria-hidden>{trait.name}</span> <FillStatus name={trait.name} status={trait.status} progress={trait.progress} /></div>}
      description={describeComputation(t, trait.computation, timezone)}
      above={above}
      action={canWrite && <Button variant="default" onClick={() => setIsDeleting(true)}>{t('trait.deleteVerb')}</Button>}
    >
      {trait.status === 'failed' && <FailureNote><strong>{t('trait.fillFailed')}</strong> {trait.problem} {t('trait.whatToDo')}</FailureNote>}
      {canWrite ? <TraitForm initial={trait} isKeyFixed onSave={save} /> : <TraitPreview computation={trait.computation} />}
      <DeleteTrait trait={isDeleting ? trait : null} onClose={() => setIsDeleting(false)} onDeleted={() => void navigate({ to: toPath('/computed-traits') })} />
    </Page>
  )
}
