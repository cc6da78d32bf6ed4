import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Home } from '@contract/stream/stream.contract.ts'
import { useWorkspace, useWorkspacePath } from '../../app/session.ts'
import { formatCompact, formatMoney, formatNumber } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { Stat, StatRow } from '../../ui/stat.tsx'
import { useNow } from '../../ui/time.tsx'
import { Arriving } from './arriving.tsx'
import { EventsChart } from './events-chart.tsx'
import { DailyChart } from './daily-chart.tsx'
import { fillDays } from './fill-days.ts'
import classes from './home.module.css'

/** Key figures, what arrives now, and the last days. */
export function Overview({ home }: { home: Home | undefined }) {
  const { t } = useTranslation('home')
  const toPath = useWorkspacePath()
  const { timezone } = useWorkspace()
  const now = useNow()
  const days = useMemo(() => fillDays(home?.perDay ?? [], timezone, now), [home?.perDay, timezone, now])
  const isLoading = home === undefined
  return (
    <>
      <StatRow>
        <Stat isLoading={isLoading} label={t('stat.people')} definition={t('stat.peopleHint')} value={home && formatCompact(home.people.total)} note={home && t('stat.identified', { number: formatCompact(home.people.identified) })} to={toPath('/people')} />
        <Stat
          isLoading={isLoading}
          label={t('stat.newPeople')}
          definition={t('stat.newPeopleHint')}
          value={home && formatCompact(home.people.newLast7Days)}
          {...(home && { comparison: { now: home.people.newLast7Days, before: home.people.newPrior7Days, label: t('period.week') } })}
        />
        <Stat
          isLoading={isLoading}
          label={t('stat.visits')}
          definition={t('stat.visitsHint')}
          value={home && formatCompact(home.visits.last24Hours)}
          {...(home && { comparison: { now: home.visits.last24Hours, before: home.visits.prior24Hours, label: t('period.day') } })}
        />
        <Stat
          isLoading={isLoading}
          label={t('stat.orders')}
          definition={t('stat.ordersHint')}
          value={home && formatNumber(home.revenue.orders)}
          to={toPath('/people')}
          search={{ ordered: 'yes' }}
          {...(home && { comparison: { now: home.revenue.orders, before: home.revenue.priorOrders, label: t('period.month') } })}
        />
        <Stat
          isLoading={isLoading}
          label={t('stat.revenue')}
          definition={t('stat.revenueHint')}
          value={home && formatMoney(home.revenue.last30Days, home.revenue.currency)}
          {...(home && { n: home.revenue.orders, comparison: { now: home.revenue.last30Days, before: home.revenue.prior30Days, label: t('period.month') } })}
        />
      </StatRow>
      {home && (
        <div className={classes.columns}>
          <div className={classes.column}>
            <Section title={t('chart.events')} description={t('chart.eventsHint')}>
              <EventsChart perHour={home.perHour} />
            </Section>
            <Section title={t('chart.revenue')} description={t('chart.revenueHint', { currency: home.revenue.currency })}>
              <DailyChart kind="revenue" days={days} currency={home.revenue.currency} />
            </Section>
            <Section title={t('chart.people')} description={t('chart.peopleHint')}>
              <DailyChart kind="people" days={days} currency={home.revenue.currency} />
            </Section>
          </div>
          <div className={classes.column}>
            <Arriving counters={home.counters} />
            <TopEvents events={home.topEvents} />
          </div>
        </div>
      )}
    </>
  )
}

function TopEvents({ events }: { events: Home['topEvents'] }) {
  const { t } = useTranslation('home')
  const most = Math.max(1, ...events.map((event) => event.count))
  return (
    <Section title={t('top.title')} description={t('top.hint')}>
      {events.length === 0 ? (
        <p className={classes.quiet}>{t('top.none')}</p>
      ) : (
        <ol className={classes.bars}>
          {events.slice(0, 8).map((event) => (
            <li key={event.name}>
              <span className={classes.barFill} style={{ width: `${(event.count / most) * 100}%` }} aria-hidden />
              <span className="truncate">{event.name}</span>
              <span className="numbers">{formatNumber(event.count)}</span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}
