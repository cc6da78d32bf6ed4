import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { StreamCounters } from '@contract/stream/stream.contract.ts'
import { useLive, useThrottled } from '../../app/live.ts'
import { useWorkspacePath } from '../../app/session.ts'
import { formatDuration, formatNumber } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeletons.tsx'
import { findImbalance } from './balance.ts'
import { countersQuery } from './stream-requests.ts'
import classes from './counters-bar.module.css'

const parts = ['accepted', 'stored', 'processed', 'duplicate', 'rejected', 'waiting'] as const
/** What stands before each count: accepted = stored = processed + duplicate + … */
const signs: Record<(typeof parts)[number], string> = { accepted: '', stored: '=', processed: '=', duplicate: '+', rejected: '+', waiting: '+' }

/** The books of the stream: where every accepted event is, and whether the sum agrees. */
export function CountersBar() {
  const { t } = useTranslation('stream')
  const toPath = useWorkspacePath()
  const { data, refetch } = useQuery(countersQuery)
  const refresh = useThrottled(() => void refetch(), 1000)
  useLive(refresh)
  return (
    <div className={classes.bar}>
      <div className={classes.sum} role="group" aria-label={t('counters.label')}>
        {parts.map((part) => (
          <Fragment key={part}>
            {signs[part] && <span className={classes.sign} aria-hidden>{signs[part]}</span>}
            <Counter name={part}>
              {!data ? <Skeleton width={56} height={18} /> : part === 'rejected' && data.rejected > 0 ? <Link to={toPath('/live/rejected')} className={classes.link}>{formatNumber(data.rejected)}</Link> : formatNumber(data[part])}
            </Counter>
          </Fragment>
        ))}
        {data && <Balance counters={data} />}
      </div>
      <div className={classes.pace}>
        <Counter name="perSecond">{data ? formatNumber(data.perSecond, { maximumFractionDigits: 1 }) : <Skeleton width={32} height={18} />}</Counter>
        <Counter name="delaySeconds">{data ? (data.waiting > 0 ? formatDuration(data.delaySeconds) : t('counters.none')) : <Skeleton width={32} height={18} />}</Counter>
        <Counter name="exporting">{data ? formatNumber(data.exporting) : <Skeleton width={32} height={18} />}</Counter>
      </div>
    </div>
  )
}

function Counter({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation('stream')
  const label = t(`counters.${name}`)
  const meaning = t(`counters.meaning.${name}`)
  return (
    <div className={classes.counter}>
      <div className={`${classes.value} numbers`}>{children}</div>
      <Tooltip label={meaning}>
        <button type="button" className={classes.name} aria-label={`${label}: ${meaning}`}>{label}</button>
      </Tooltip>
    </div>
  )
}

function Balance({ counters }: { counters: StreamCounters }) {
  const { t } = useTranslation('stream')
  const imbalance = findImbalance(counters)
  return (
    <Tooltip label={imbalance === 0 ? t('counters.balancedHint') : t('counters.unbalancedHint', { count: imbalance, n: formatNumber(imbalance) })}>
      <span className={classes.balance} data-tone={imbalance === 0 ? 'good' : 'bad'} tabIndex={0} role="status">
        {imbalance === 0 ? <IconCheck size={15} aria-hidden /> : <IconAlertTriangle size={15} aria-hidden />}
        {imbalance === 0 ? t('counters.balanced') : t('counters.unbalanced', { count: imbalance, n: formatNumber(imbalance) })}
      </span>
    </Tooltip>
  )
}
