import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { formatMoney, formatNumber } from '../../ui/format.ts'
import { Time } from '../../ui/time.tsx'
import classes from './person.module.css'

/** Key figures in a quiet row; each says on hover how it is counted. */
export function PersonFigures({ figures, tab }: { figures: Person['keyFigures']; tab: 'timeline' | 'about' }) {
  const money = (value: number) => formatMoney(value, figures.currency)
  return (
    <dl className={classes.figures} data-tab={tab}>
      <Figure name="lifetimeValue">{money(figures.lifetimeValue)}</Figure>
      <Figure name="revenue" isMinor>{money(figures.revenue)}</Figure>
      <Figure name="orders">{formatNumber(figures.orders)}</Figure>
      <Figure name="averageOrder" isMinor>{figures.averageOrder === null ? '–' : money(figures.averageOrder)}</Figure>
      <Figure name="returns" isMinor>{formatNumber(figures.returns)}</Figure>
      <Figure name="refunded" isMinor>{money(figures.refunded)}</Figure>
      <Figure name="lastOrder"><Time value={figures.lastOrderAt} /></Figure>
      <Figure name="sessions">{formatNumber(figures.sessions)}</Figure>
      <Figure name="pageViews" isMinor>{formatNumber(figures.pageViews)}</Figure>
      <Figure name="events" isMinor>{formatNumber(figures.events)}</Figure>
      <Figure name="firstSeen"><Time value={figures.firstSeenAt} /></Figure>
      <Figure name="lastSeen"><Time value={figures.lastSeenAt} /></Figure>
    </dl>
  )
}

function Figure({ name, isMinor = false, children }: { name: string; isMinor?: boolean; children: ReactNode }) {
  const { t } = useTranslation('people')
  const label = t(`figure.${name}`)
  const definition = t(`figureMeaning.${name}`)
  return (
    <div className={classes.figure} data-minor={isMinor || undefined}>
      <dt>
        <Tooltip label={definition}>
          {/* Focusable, so that the definition can be reached without a mouse. */}
          <button type="button" className={classes.figureName} aria-label={`${label}: ${definition}`}>{label}</button>
        </Tooltip>
      </dt>
      <dd className={`${classes.figureValue} numbers`}>{children}</dd>
    </div>
  )
}
