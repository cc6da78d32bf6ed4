import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { recentReply, StreamCounters } from '@contract/stream/stream.contract.ts'
import { api } from '../../app/api.ts'
import { useLive, useLiveState, useThrottled } from '../../app/live.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { formatDuration, formatNumber } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { Dot, Tag } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './home.module.css'

/** The newest events as they arrive, and how fast. */
export function Arriving({ counters }: { counters: StreamCounters }) {
  const { t } = useTranslation('home')
  const toPath = useWorkspacePath()
  const canRead = useCan('events:read')
  const recent = useQuery({
    queryKey: ['home', 'recent'],
    queryFn: ({ signal }) => api.get<z.infer<typeof recentReply>>('/v1/stream/recent', { query: { limit: 10 }, signal }),
    enabled: canRead,
  })
  const refresh = useThrottled(() => void recent.refetch(), 1000)
  useLive(refresh, canRead)
  const live = useLiveState()
  const rate = counters.perSecond >= 0.1 ? t('arriving.rate', { rate: formatNumber(counters.perSecond, { maximumFractionDigits: counters.perSecond < 10 ? 1 : 0 }) }) : t('arriving.quiet')
  return (
    <Section
      title={t('arriving.title')}
      description={
        <span className={classes.live}>
          <Dot tone={live === 'open' ? 'good' : 'warn'} isPulsing={live === 'open'} />
          {live === 'open' ? t('arriving.live') : t('arriving.reconnecting')} · {rate}
          {counters.waiting > 0 && ` · ${t('arriving.waiting', { number: formatNumber(counters.waiting), age: formatDuration(counters.delaySeconds) })}`}
        </span>
      }
      action={<Link to={toPath('/live')}>{t('arriving.all')}</Link>}
    >
      {!recent.data && <TextSkeleton lines={6} />}
      {recent.data?.items.length === 0 && <p className={classes.quiet}>{t('arriving.none')}</p>}
      <ul className={classes.events}>
        {recent.data?.items.map((event) => (
          <li key={event.seq}>
            <Avatar id={event.profile?.id ?? event.messageId} sizePixels={24} {...(event.profile ? { name: event.profile.name } : {})} />
            <span className="truncate">
              {event.profile ? (
                <Link to={toPath(`/people/${event.profile.id}`)} className={classes.person}>
                  {event.profile.name}
                </Link>
              ) : (
                <span className={classes.quietInline}>{t('arriving.unknown')}</span>
              )}{' '}
              <span className={classes.eventName}>{event.name}</span>
            </span>
            {event.status === 'rejected' && <Tag tone="bad">{t('arriving.rejected')}</Tag>}
            {event.isBot && <Tag>{t('arriving.bot')}</Tag>}
            <span className={classes.when}>
              <Time value={event.receivedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
