import { Tabs } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Source } from '@contract/sources/sources.contract.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { CopyableValue } from '../../ui/code-block.tsx'
import { Note } from '../../ui/failure-note.tsx'
import { formatNumber } from '../../ui/format.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Dot } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { InstallGuide } from './install-guide.tsx'
import { findState, sourcesQuery } from './source-queries.ts'
import { SourceSettings } from './source-settings.tsx'
import classes from './install-guide.module.css'

/** One source: whether it receives, how to install it, its settings. */
export function SourcePanel({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useTranslation('sources')
  const canWrite = useCan('sources:write')
  return (
    <SidePanel title={source.name} onClose={onClose}>
      <Signal source={source} />
      <dl className={classes.facts}>
        <dt>{t('panel.writeKey')}</dt>
        <dd>
          <CopyableValue value={source.writeKey} label={t('panel.writeKey')} />
        </dd>
        <dt>{t('panel.last')}</dt>
        <dd>
          <Time value={source.lastEventAt} missing={t('noEvent')} />
        </dd>
        <dt>{t('today')}</dt>
        <dd className="numbers">{formatNumber(source.eventsToday)}</dd>
      </dl>
      {canWrite ? (
        <Tabs defaultValue={source.revokedAt ? 'settings' : 'install'}>
          <Tabs.List aria-label={t('panel.sections')} mb="md">
            <Tabs.Tab value="install">{t('panel.install')}</Tabs.Tab>
            <Tabs.Tab value="settings">{t('panel.settings')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="install">
            <InstallGuide source={source} />
          </Tabs.Panel>
          <Tabs.Panel value="settings">
            <SourceSettings source={source} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <InstallGuide source={source} />
      )}
    </SidePanel>
  )
}

/** Waits for the first event and says when it has come. */
function Signal({ source }: { source: Source }) {
  const { t } = useTranslation('sources')
  const toPath = useWorkspacePath()
  const state = findState(source)
  // The live connection tells of processed events; asking as well finds the first one even where it is blocked.
  useQuery({ ...sourcesQuery, refetchInterval: state === 'waiting' ? 2000 : false })
  if (state === 'revoked') return <Note tone="warn">{t('panel.revoked')}</Note>
  return (
    <output className={classes.signal} data-state={state}>
      <Dot tone={state === 'waiting' ? 'warn' : 'good'} isPulsing={state === 'waiting'} />
      <span>
        <strong>{state === 'waiting' ? t('panel.waiting') : t('panel.received')}</strong>{' '}
        {state === 'receiving' && <Time value={source.firstEventAt} />}
        <br />
        {state === 'waiting' ? t('panel.waitingHint') : <Link to={toPath('/live')}>{t('panel.showLive')}</Link>}
      </span>
    </output>
  )
}
