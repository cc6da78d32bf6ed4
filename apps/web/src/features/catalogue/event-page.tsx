import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventEntryDetail } from '@contract/catalogue/catalogue.contract.ts'
import { ApiFailure, describeFailure } from '../../app/api.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page, Section } from '../../ui/page.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { Stat, StatRow } from '../../ui/stat.tsx'
import { Time } from '../../ui/time.tsx'
import { eventQuery, useChangeEvent, useChangeProperty } from './catalogue-requests.ts'
import { DescriptionField } from './description-field.tsx'
import { EventMarks } from './event-marks.tsx'
import { PropertiesTable } from './properties-table.tsx'
import { SchemaEditor } from './schema-editor.tsx'
import { VolumeChart } from './volume-chart.tsx'
import classes from './catalogue.module.css'

/** One event: how often it happens, what it carries, what it means, and what is allowed in it. */
export function EventPage() {
  const { t } = useTranslation('catalogue')
  const toPath = useWorkspacePath()
  const { type = '', name = '' } = useParams({ strict: false }) as { type?: string; name?: string }
  const { data: event, error, refetch } = useQuery(eventQuery(type, name))
  const above = <BackLink to="/catalogue">{t('nav.catalogue')}</BackLink>
  if (event) return <EventDetails key={`${type}:${name}`} event={event} above={above} address={{ type, name }} />
  const isMissing = error instanceof ApiFailure && error.status === 404
  return (
    <Page title={name} above={above}>
      {error ? (
        <EmptyState
          picture={isMissing ? 'search' : 'trouble'}
          title={t(isMissing ? 'event.missing' : 'event.failed')}
          action={isMissing ? <Button component={Link} to={toPath('/catalogue')}>{t('event.toList')}</Button> : <Button variant="default" onClick={() => void refetch()}>{t('event.retry')}</Button>}
        >
          {isMissing ? t('event.missingHint') : describeFailure(error)}
        </EmptyState>
      ) : (
        <TextSkeleton lines={10} />
      )}
    </Page>
  )
}

interface EventDetailsProps {
  event: EventEntryDetail
  above: React.ReactNode
  address: { type: string; name: string }
}

function EventDetails({ event, above, address }: EventDetailsProps) {
  const { t } = useTranslation('catalogue')
  const canWrite = useCan('catalogue:write')
  const [isAsking, setIsAsking] = useState(false)
  const change = useChangeEvent(address.type, address.name)
  const changeProperty = useChangeProperty(address.type, address.name)
  const title = event.name || t('unnamed', { type: event.type })
  return (
    <Page
      title={title}
      above={above}
      head={<div className={classes.title} ><span aria-hidden>{title}</span> <EventMarks event={event} /></div>}
      description={<DescriptionField label={t('event.describe')} value={event.description} onSave={canWrite ? (description) => change.mutate({ description }) : undefined} />}
      action={
        canWrite && !event.isReserved && (
          <Button variant="default" onClick={() => (event.isBlocked ? change.mutate({ isBlocked: false }) : setIsAsking(true))}>
            {t(event.isBlocked ? 'event.unblock' : 'event.block')}
          </Button>
        )
      }
    >
      <StatRow>
        <Stat label={t('stat.count')} definition={t('stat.countMeaning')} value={formatNumber(event.count)} />
        <Stat label={t('stat.today')} definition={t('stat.todayMeaning')} value={formatNumber(event.countToday)} />
        <Stat label={t('column.firstSeen')} definition={t('stat.firstSeenMeaning')} value={<Time value={event.firstSeenAt} />} />
        <Stat label={t('column.lastSeen')} definition={t('stat.lastSeenMeaning')} value={<Time value={event.lastSeenAt} />} />
      </StatRow>
      <Section title={t('event.perDay')} description={t('event.perDayHint')}>
        <VolumeChart name={title} perDay={event.perDay} />
      </Section>
      <Section title={t('event.properties')} description={t('event.propertiesHint')}>
        <PropertiesTable
          id="event-properties"
          label={t('event.properties')}
          entries={event.properties}
          empty={t('event.noProperties')}
          onChange={canWrite ? (name, next) => changeProperty.mutate({ name, change: next }) : undefined}
        />
      </Section>
      <Section title={t('schema.title')} description={t('schema.hint')}>
        <SchemaEditor event={event} isChanging={change.isPending} onSave={canWrite ? (next) => change.mutateAsync(next) : undefined} />
      </Section>
      <Confirm isOpen={isAsking} title={t('event.blockTitle', { name: title })} verb={t('event.block')} onConfirm={() => change.mutateAsync({ isBlocked: true })} onClose={() => setIsAsking(false)}>
        {t('event.blockHappens')}
      </Confirm>
    </Page>
  )
}
