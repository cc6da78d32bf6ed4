import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiFailure, describeFailure } from '../../app/api.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { personQuery } from './people-requests.ts'
import { PersonActions, type PersonDialog } from './person-actions.tsx'
import { PersonDialogs } from './person-dialogs.tsx'
import { PersonFigures } from './person-figures.tsx'
import { PersonHead } from './person-head.tsx'
import { PersonSide } from './side/person-side.tsx'
import { EventPanel } from './timeline/event-panel.tsx'
import { Timeline } from './timeline/timeline.tsx'
import { timelineDefaults } from './timeline/timeline-view.ts'
import classes from './person.module.css'

/** One customer: who they are, what matters now, and everything that happened. */
export function PersonPage() {
  const { t } = useTranslation('people')
  const { personId = '' } = useParams({ strict: false }) as { personId?: string }
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const canWrite = useCan('people:write')
  const [view, setView] = useUrlState(timelineDefaults)
  const [dialog, setDialog] = useState<PersonDialog | null>(null)
  const { data: person, error, refetch } = useQuery(personQuery(personId))

  // An address of a profile that was merged away leads to the one it went into.
  const currentId = person?.id
  useEffect(() => {
    if (currentId && currentId !== personId) void navigate({ to: toPath(`/people/${currentId}`), replace: true })
  }, [currentId, personId, navigate, toPath])

  const above = <BackLink to="/people">{t('list.title')}</BackLink>
  if (error && !person) {
    const isMissing = error instanceof ApiFailure && error.status === 404
    return (
      <Page title={t('list.title')} above={above} head={<span />}>
        <EmptyState
          picture={isMissing ? 'search' : 'trouble'}
          title={t(isMissing ? 'person.missing' : 'person.failed')}
          action={isMissing ? <Button component={Link} to={toPath('/people')}>{t('person.toList')}</Button> : <Button variant="default" onClick={() => void refetch()}>{t('timeline.retry')}</Button>}
        >
          {isMissing ? t('person.missingHint') : describeFailure(error)}
        </EmptyState>
      </Page>
    )
  }
  if (!person) {
    return (
      <Page title={t('list.title')} above={above} head={<span />}>
        <TextSkeleton lines={10} />
      </Page>
    )
  }
  const tab = view.tab === 'about' ? 'about' : 'timeline'
  return (
    <Page
      title={person.name}
      above={above}
      head={<PersonHead person={person} />}
      action={canWrite && <PersonActions person={person} onOpen={setDialog} onEditTraits={() => setView({ tab: 'about', event: '' })} />}
      panel={view.event && <EventPanel personId={person.id} seqs={view.event} onClose={() => setView({ event: '' })} />}
    >
      <div className={classes.content} data-has-panel={view.event !== '' || undefined}>
        <PersonFigures figures={person.keyFigures} tab={tab} />
        <SegmentedControl
          className={classes.tabs ?? ''}
          fullWidth
          aria-label={t('person.show')}
          data={[{ value: 'timeline', label: t('timeline.title') }, { value: 'about', label: t('person.about') }]}
          value={tab}
          onChange={(next) => setView({ tab: next })}
        />
        <div className={classes.columns} data-tab={tab}>
          <div className={classes.main}>
            <Timeline personId={person.id} view={view} onChange={setView} />
          </div>
          <PersonSide person={person} canWrite={canWrite} onMerge={(other) => setDialog({ kind: 'merge', other })} />
        </div>
      </div>
      <PersonDialogs person={person} dialog={dialog} onClose={() => setDialog(null)} />
    </Page>
  )
}
