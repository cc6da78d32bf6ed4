import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../ui/format.ts'
import { Tag } from '../../ui/tag.tsx'
import classes from './segments.module.css'

interface StatusProps {
  name: string
  status: 'filling' | 'ready' | 'failed'
  /** From 0 to 1. */
  progress: number | null
}

export function formatProgress(progress: number | null): string {
  return formatNumber(progress ?? 0, { style: 'percent', maximumFractionDigits: 0 })
}

/** Whether a segment or a computed trait is up to date; while it is being filled, how far that is. */
export function FillStatus({ name, status, progress }: StatusProps) {
  const { t } = useTranslation('segments')
  if (status === 'ready') return <Tag tone="good">{t('status.ready')}</Tag>
  if (status === 'failed') return <Tag tone="bad">{t('status.failed')}</Tag>
  return (
    <span className={classes.filling}>
      <Progress value={(progress ?? 0) * 100} size="sm" aria-label={t('status.fillingOf', { name })} />
      <span className="numbers">{formatProgress(progress)}</span>
    </span>
  )
}
