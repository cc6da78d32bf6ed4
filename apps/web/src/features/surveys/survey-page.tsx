import { ActionIcon, Button, Tabs, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState, type ComponentType, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiFailure, api, describeFailure } from '../../app/api.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { InlineForm } from '../../ui/inline-form.tsx'
import { Page } from '../../ui/page.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { useUrlState } from '../../ui/use-url-state.ts'
import { useTabInView } from '../../ui/use-tab-in-view.ts'
import { AudienceTab } from './audience/audience-tab.tsx'
import { isTargetingUnfinished } from './audience/unfinished.ts'
import { BuildTab } from './build/build-tab.tsx'
import { writePart } from './build/parts.ts'
import { isContentUnfinished } from './build/unfinished.ts'
import { BehindNote, LeaveGuard } from './behind-note.tsx'
import { DecisionsTab } from './decisions/decisions-tab.tsx'
import { DeleteSurveys } from './delete-surveys.tsx'
import { MissingList, PublishButton, SaveNote } from './publish-bar.tsx'
import { ResponsePanel } from './responses/response-panel.tsx'
import { ResponsesTab } from './responses/responses-tab.tsx'
import { ShareTab } from './share/share-tab.tsx'
import { statusTones } from './survey-columns.tsx'
import { SurveyMenu } from './survey-menu.tsx'
import { surveyQuery, type Survey } from './survey-requests.ts'
import { surveyDefaults, surveyTabs, type SurveyTab, type TabProps } from './survey-view.ts'
import { useRefreshSurveys, useSaveSurvey } from './use-survey-changes.ts'
import { isConflict, useSurveyDraft } from './use-survey-draft.ts'
import classes from './surveys.module.css'

const tabs: Record<SurveyTab, ComponentType<TabProps>> = {
  build: BuildTab, share: ShareTab, audience: AudienceTab,
  responses: ({ survey }) => <ResponsesTab surveyId={survey.id} />,
  decisions: ({ survey }) => <DecisionsTab surveyId={survey.id} />,
}

/** One survey: what it asks, where and whom, and what came of it. */
export function SurveyPage() {
  const { surveyId = '' } = useParams({ strict: false }) as { surveyId?: string }
  const { data: survey, error, refetch } = useQuery({ ...surveyQuery(surveyId), refetchOnWindowFocus: false })
  if (!survey) return <SurveyMissing error={error} onRetry={() => void refetch()} />
  return <SurveyDetails key={survey.id} survey={survey} />
}

function SurveyMissing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('surveys')
  const { t: tUi } = useTranslation('ui')
  const toPath = useWorkspacePath()
  const isMissing = error instanceof ApiFailure && (error.status === 404 || error.status === 400)
  return (
    <Page title={t('list.title')} head={<span />} above={<BackLink to="/feedback/surveys">{t('list.title')}</BackLink>}>
      {error ? (
        <EmptyState
          picture={isMissing ? 'search' : 'trouble'}
          title={t(isMissing ? 'page.missing' : 'page.failed')}
          action={isMissing ? <Button component={Link} to={toPath('/feedback/surveys')}>{t('page.toList')}</Button> : <Button variant="default" onClick={onRetry}>{tUi('retry')}</Button>}
        >
          {isMissing ? t('page.missingHint') : describeFailure(error)}
        </EmptyState>
      ) : (
        <TextSkeleton lines={10} />
      )}
    </Page>
  )
}

function SurveyDetails({ survey }: { survey: Survey }) {
  const { t } = useTranslation('surveys')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const canWrite = useCan('surveys:write')
  const [view, setView] = useUrlState(surveyDefaults)
  const [isDeleting, setIsDeleting] = useState(false)
  const refresh = useRefreshSurveys()
  const content = useSurveyDraft(survey, 'content', isContentUnfinished)
  const targeting = useSurveyDraft(survey, 'targeting', isTargetingUnfinished)
  const publish = useSubmit(async () => {
    if (isContentUnfinished(content.value) || isTargetingUnfinished(targeting.value)) throw new Error(t('publish.gaps'))
    await content.flush()
    await targeting.flush()
    const startedFrom = { content: content.readRevision(), targeting: targeting.readRevision() }
    const published = await api.post<Survey>(`/v1/surveys/${survey.id}/publish`, { startedFrom }).catch(async (cause: unknown) => {
      if (isConflict(cause)) await refresh()
      throw cause
    })
    await refresh(published)
    notifications.show({ message: t('publish.done', { version: published.version }) })
  })
  const issues = [...publish.details, ...(content.cause instanceof ApiFailure ? content.cause.details : [])]
  const tab = surveyTabs.find((name) => name === view.tab) ?? 'build'
  const list = useTabInView(tab)
  return (
    <Page
      title={survey.name}
      head={<SurveyName survey={survey} canWrite={canWrite} />}
      above={<BackLink to="/feedback/surveys">{t('list.title')}</BackLink>}
      width="full"
      panel={tab === 'responses' && <ResponsePanel surveyId={survey.id} />}
      action={canWrite && (
        <div className={classes.actions}>
          <SaveNote content={content} targeting={targeting} tab={tab} />
          <PublishButton survey={survey} content={content.value} isBusy={publish.isBusy} onPublish={() => void publish.submit()} />
          <SurveyMenu survey={survey} isInHead onDelete={() => setIsDeleting(true)} />
        </div>
      )}
    >
      <BehindNote survey={survey} content={content} targeting={targeting} onSolved={publish.reset} />
      {publish.failure && !content.isBehind && !targeting.isBehind && <MissingList failure={publish.failure} issues={publish.details} content={content.value} onOpen={(part) => setView({ tab: 'build', part: writePart(part), language: '' })} onTab={(next) => setView({ tab: next })} />}
      <Tabs className={classes.tabs ?? ''} keepMounted={false} value={tab} onChange={(next) => void navigate({ to: '.', replace: true, search: (next === 'build' ? {} : { tab: next }) as never })}>
        <Tabs.List ref={list} className={classes.tabList ?? ''} data-can-scroll aria-label={t('page.sections')}>
          {surveyTabs.map((name) => <Tabs.Tab key={name} value={name}>{t(`tab.${name}`)}</Tabs.Tab>)}
        </Tabs.List>
        {surveyTabs.map((name) => {
          const Content = tabs[name]
          return (
            <Tabs.Panel key={name} value={name} className={classes.tabPanel ?? ''}>
              <Content survey={survey} content={content} targeting={targeting} issues={issues} view={view} onView={setView} canWrite={canWrite} />
            </Tabs.Panel>
          )
        })}
      </Tabs>
      <LeaveGuard isUnsaved={content.state === 'failed' || targeting.state === 'failed'} />
      <DeleteSurveys surveys={isDeleting ? [survey] : []} onClose={() => setIsDeleting(false)} onDeleted={() => void navigate({ to: toPath('/feedback/surveys') })} />
    </Page>
  )
}

function SurveyName({ survey, canWrite }: { survey: Survey; canWrite: boolean }): ReactNode {
  const { t } = useTranslation('surveys')
  const save = useSaveSurvey(survey.id)
  const [typed, setTyped] = useState<string | null>(null)
  const form = useSubmit(async () => {
    await save({ name: typed ?? survey.name })
    setTyped(null)
  })
  if (typed !== null) {
    return (
      <InlineForm onSubmit={() => void form.submit()} onCancel={() => setTyped(null)}>
        <div className={classes.title}>
          <TextInput aria-label={t('page.name')} maxLength={200} value={typed} error={form.errorOf('name')} w={320} maw="100%" onChange={(event) => setTyped(event.currentTarget.value)} />
          <Button type="submit" variant="default" loading={form.isBusy}>{t('page.rename')}</Button>
        </div>
        {form.failure && form.details.length === 0 && <FailureNote>{form.failure}</FailureNote>}
      </InlineForm>
    )
  }
  return (
    <div className={classes.title}>
      <span aria-hidden>{survey.name}</span>
      <span className={classes.titleMarks}>
        <Tag tone={statusTones[survey.status]}>{t(`status.${survey.status}`)}</Tag>
        {survey.kind === 'employees' && <Tag>{t('kind.employees')}</Tag>}
        {canWrite && <ActionIcon size={28} aria-label={t('page.renameThis')} title={t('page.renameThis')} onClick={() => setTyped(survey.name)}><IconPencil size={15} /></ActionIcon>}
      </span>
    </div>
  )
}
