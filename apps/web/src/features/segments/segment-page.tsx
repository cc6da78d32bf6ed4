import { Button, Tabs } from '@mantine/core'
import { IconPencil, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState, type ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from '@contract/segments/segments.contract.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { useTabInView } from '../../ui/use-tab-in-view.ts'
import { DeleteSegment } from './delete-segment.tsx'
import { FillBanner } from './fill-banner.tsx'
import { AddPeopleModal } from './lists/add-people-modal.tsx'
import { SegmentMenu } from './segment-menu.tsx'
import { SegmentMissing } from './segment-missing.tsx'
import { segmentQuery } from './segment-requests.ts'
import { listTabs, segmentDefaults, type SegmentTab, type TabProps } from './segment-view.ts'
import { ChangesTab } from './tabs/changes-tab.tsx'
import { MembersTab } from './tabs/members-tab.tsx'
import { OverviewTab } from './tabs/overview-tab.tsx'
import { PastTab } from './tabs/past-tab.tsx'
import { SyncTab } from './tabs/sync-tab.tsx'
import { VersionsTab } from './tabs/versions-tab.tsx'
import { WhyTab } from './tabs/why-tab.tsx'
import classes from './segments.module.css'

const tabs: Record<SegmentTab, ComponentType<TabProps>> = {
  overview: OverviewTab, members: MembersTab, changes: ChangesTab, why: WhyTab, past: PastTab, versions: VersionsTab, sync: SyncTab,
}
/** Tabs that are one long table, which takes the height that is left. */
const filling: SegmentTab[] = ['members', 'changes', 'past']

/** One segment: who is in it, how it got there, and what follows from it. */
export function SegmentPage() {
  const { segmentId = '' } = useParams({ strict: false }) as { segmentId?: string }
  const { data: segment, error, refetch } = useQuery(segmentQuery(segmentId))
  if (!segment) return <SegmentMissing error={error} onRetry={() => void refetch()} />
  return <SegmentDetails key={segment.id} segment={segment} />
}

function SegmentDetails({ segment }: { segment: Segment }) {
  const { t } = useTranslation('segments')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const [view, setView] = useUrlState(segmentDefaults)
  const [isDeleting, setIsDeleting] = useState(false)
  const shown = listTabs(segment)
  const tab = shown.find((name) => name === view.tab) ?? 'overview'
  const isFilling = filling.includes(tab)
  const list = useTabInView(tab)
  return (
    <Page
      title={segment.name}
      head={<div className={classes.title}><span aria-hidden>{segment.name}</span> <Tag>{t(`kind.${segment.kind}`)}</Tag></div>}
      description={segment.description}
      above={<BackLink to="/segments">{t('list.title')}</BackLink>}
      width={isFilling ? 'fill' : 'wide'}
      action={
        <>
          <PrimaryAction segment={segment} />
          <SegmentMenu segment={segment} isInHead onDelete={() => setIsDeleting(true)} />
        </>
      }
    >
      <FillBanner segment={segment} />
      <Tabs
        className={classes.tabs ?? ''}
        data-fill={isFilling || undefined}
        keepMounted={false}
        value={tab}
        // What belongs to one tab does not follow to the next.
        onChange={(next) => setView({ ...segmentDefaults, tab: next ?? 'overview' })}
      >
        <Tabs.List ref={list} className={classes.tabList ?? ''} data-can-scroll aria-label={t('segment.sections')}>
          {shown.map((name) => <Tabs.Tab key={name} value={name}>{t(`tab.${name}`)}</Tabs.Tab>)}
        </Tabs.List>
        {shown.map((name) => {
          const Content = tabs[name]
          return (
            <Tabs.Panel key={name} value={name} className={classes.tabPanel ?? ''}>
              <Content segment={segment} view={view} onChange={setView} />
            </Tabs.Panel>
          )
        })}
      </Tabs>
      <DeleteSegment
        segment={isDeleting ? segment : null}
        onClose={() => setIsDeleting(false)}
        onDeleted={() => void navigate({ to: toPath('/segments') })}
      />
    </Page>
  )
}

function PrimaryAction({ segment }: { segment: Segment }) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const canWrite = useCan('segments:write')
  const [isAdding, setIsAdding] = useState(false)
  if (!canWrite) return null
  if (segment.kind === 'live') {
    return <Button component={Link} to={toPath(`/segments/${segment.id}/edit`)} leftSection={<IconPencil size={16} aria-hidden />}>{t('menu.editRule')}</Button>
  }
  return (
    <>
      <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setIsAdding(true)}>{t('people.add')}</Button>
      <AddPeopleModal list={segment} isOpen={isAdding} onClose={() => setIsAdding(false)} />
    </>
  )
}
