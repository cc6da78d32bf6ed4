import { SegmentedControl } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CreateSegmentRequest, Segment } from '@contract/segments/segments.contract.ts'
import { api } from '../../app/api.ts'
import { useWorkspacePath } from '../../app/session.ts'
import { Page } from '../../ui/page.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { createDefinition } from './builder/rule-tree.ts'
import { NewListForm } from './lists/new-list-form.tsx'
import { RuleForm, type RuleValues } from './rule-form.tsx'
import { useRefreshSegments } from './use-segment-changes.ts'

const blank: RuleValues = { name: '', description: '', definition: createDefinition() }

/** Makes a segment: by a rule that decides at every moment, or as a list kept by hand. */
export function NewSegmentPage() {
  const { t } = useTranslation('segments')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const refresh = useRefreshSegments()
  const [view, setView] = useUrlState({ kind: 'live' })
  const open = (segment: Segment) => void navigate({ to: toPath(`/segments/${segment.id}`) })
  const create = async (values: RuleValues) => {
    const body: CreateSegmentRequest = { ...values, kind: 'live' }
    const segment = await api.post<Segment>('/v1/segments', body)
    void refresh()
    open(segment)
  }
  return (
    <Page title={t('form.newTitle')} above={<BackLink to="/segments">{t('list.title')}</BackLink>}>
      <div>
        <SegmentedControl
          aria-label={t('column.kind')}
          data={[{ value: 'live', label: t('form.byRule') }, { value: 'static', label: t('form.byHand') }]}
          value={view.kind === 'static' ? 'static' : 'live'}
          onChange={(kind) => setView({ kind })}
        />
      </div>
      {view.kind === 'static' ? <NewListForm onCreated={open} /> : <RuleForm initial={blank} onSave={create} cancelTo={toPath('/segments')} />}
    </Page>
  )
}
