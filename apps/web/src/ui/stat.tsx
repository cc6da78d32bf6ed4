import { Tooltip } from '@mantine/core'
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { compareWithBefore, formatChange, formatNumber } from './format.ts'
import { Skeleton } from './skeletons.tsx'
import classes from './stat.module.css'

interface StatProps {
  label: string
  /** How the number is counted; shown on hover and focus. */
  definition: string
  value: ReactNode
  /** How many observations are behind it, where it is not a count itself. */
  n?: number
  /** A few words below the number. */
  note?: ReactNode
  /** The same number now and in the period before. */
  comparison?: { now: number; before: number; label: string; isMoreBetter?: boolean }
  /** Leads to what is behind the number. */
  to?: string
  /** Filters for the page it leads to. */
  search?: Record<string, string>
  isLoading?: boolean
}

/** One key figure with its definition, its count and its comparison. */
export function Stat({ label, definition, value, n, note, comparison, to, search, isLoading }: StatProps) {
  const { t } = useTranslation('ui')
  return (
    <div className={classes.stat}>
      <Tooltip label={definition}>
        {/* Focusable, so that the definition can be reached without a mouse. */}
        <button type="button" className={classes.label} aria-label={`${label}: ${definition}`}>
          {label}
        </button>
      </Tooltip>
      <div className={`${classes.value} numbers`}>
        {isLoading ? <Skeleton width={88} height={28} /> : to ? <Link to={to} search={(search ?? {}) as never} className={classes.link}>{value}</Link> : value}
      </div>
      <div className={classes.foot}>
        {isLoading ? <Skeleton width={120} height={12} /> : comparison && <Change {...comparison} />}
        {!isLoading && note}
        {!isLoading && n !== undefined && <span className="numbers">{t('stat.n', { n: formatNumber(n) })}</span>}
      </div>
    </div>
  )
}

function Change({ now, before, label, isMoreBetter = true }: NonNullable<StatProps['comparison']>) {
  const { t } = useTranslation('ui')
  const share = compareWithBefore(now, before)
  if (share === null) return <span>{t('stat.nothingBefore')}</span>
  const tone = share === 0 ? 'passive' : share > 0 === isMoreBetter ? 'good' : 'bad'
  const Arrow = share < 0 ? IconArrowDownRight : IconArrowUpRight
  return (
    <Tooltip label={t('stat.before', { value: formatNumber(before, { maximumFractionDigits: 2 }), label })}>
      <span>
        <span className={classes.change} data-tone={tone}>
          {share !== 0 && <Arrow size={14} aria-hidden />}
          <span className="numbers">{formatChange(share)}</span>
        </span>{' '}
        {label}
      </span>
    </Tooltip>
  )
}

/** Puts figures side by side; they wrap on narrow screens. */
export function StatRow({ children }: { children: ReactNode }) {
  return <div className={classes.row}>{children}</div>
}
