import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonRow } from '@contract/people/people.contract.ts'
import { useWorkspace, useWorkspacePath } from '../../../app/session.ts'
import { DataTable, type Column } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatDateTime, formatMoney, formatNumber } from '../../../ui/format.ts'
import { PersonCell } from '../person-cell.tsx'
import { snapshotQuery } from '../segment-requests.ts'
import type { TabProps } from '../segment-view.ts'
import { toInstant, toLocalTime } from '../zoned-time.ts'
import classes from '../segments.module.css'

const dayMilliseconds = 86_400_000
const leaps = [{ days: 1, label: 'past.day' }, { days: 7, label: 'past.week' }, { days: 30, label: 'past.month' }] as const

/** Whole minutes, as the field has them, so that the address and the field say the same. */
function readDaysAgo(days: number): string {
  return new Date(Math.floor((Date.now() - days * dayMilliseconds) / 60_000) * 60_000).toISOString()
}

function listColumns(t: TFunction<'segments'>, currency: string): Column<PersonRow>[] {
  return [
    { key: 'name', header: t('member.name'), width: 190, grow: 2, render: (person) => <PersonCell id={person.id} name={person.name} isIdentified={person.isIdentified} /> },
    { key: 'email', header: t('member.email'), width: 180, grow: 2, render: (person) => person.email ?? '–' },
    { key: 'orders', header: t('past.ordersNow'), width: 96, align: 'right', card: 'hidden', render: (person) => formatNumber(person.orders) },
    { key: 'revenue', header: t('past.revenueNow'), width: 104, align: 'right', card: 'end', render: (person) => formatMoney(person.revenue, currency) },
  ]
}

/** Who was in it at a past moment, worked out from the events of that time. */
export function PastTab({ segment, view, onChange }: TabProps) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const { currency, timezone } = useWorkspace()
  const [lastWeek] = useState(() => readDaysAgo(7))
  const at = view.at || lastWeek
  const people = useInfiniteQuery(snapshotQuery(segment.id, at))
  const columns = useMemo(() => listColumns(t, currency), [t, currency])
  const rows = useMemo(() => (people.isPlaceholderData ? undefined : people.data?.pages.flatMap((page) => page.items)), [people.data, people.isPlaceholderData])
  const count = people.isPlaceholderData ? undefined : people.data?.pages[0]?.count
  return (
    <>
      <div className={classes.when}>
        <MomentField key={at} at={at} timezone={timezone} onChange={(next) => onChange({ at: next })} />
        {leaps.map(({ days, label }) => <Button key={days} variant="default" onClick={() => onChange({ at: readDaysAgo(days) })}>{t(label)}</Button>)}
      </div>
      <DataTable
        id="segment-past"
        label={t('past.people')}
        columns={columns}
        rows={rows}
        getId={(person) => person.id}
        rowTo={(person) => toPath(`/people/${person.id}`)}
        error={people.error}
        onRetry={() => void people.refetch()}
        hasMore={people.hasNextPage && !people.isFetchingNextPage}
        onMore={() => void people.fetchNextPage()}
        filters={count !== undefined && <strong className="numbers" aria-live="polite">{t('past.count', { count, n: formatNumber(count), time: formatDateTime(at, timezone) })}</strong>}
        empty={
          <EmptyState picture="history" title={t('past.empty')}>
            {t('past.emptyHint', { time: formatDateTime(at, timezone) })}
          </EmptyState>
        }
      />
    </>
  )
}

interface MomentFieldProps {
  at: string
  timezone: string
  onChange: (at: string) => void
}

/** The moment on the clock of the workspace; the button asks, so that half-typed times are not. */
function MomentField({ at, timezone, onChange }: MomentFieldProps) {
  const { t } = useTranslation('segments')
  const [local, setLocal] = useState(() => toLocalTime(new Date(at), timezone))
  const [latest] = useState(() => toLocalTime(new Date(), timezone))
  const instant = toInstant(local, timezone)
  return (
    <form
      className={classes.when}
      onSubmit={(event) => {
        event.preventDefault()
        if (instant) onChange(instant)
      }}
    >
      <TextInput type="datetime-local" label={t('past.when', { timezone })} max={latest} value={local} onChange={(event) => setLocal(event.currentTarget.value)} />
      <Button type="submit" disabled={!instant}>{t('past.show')}</Button>
    </form>
  )
}
