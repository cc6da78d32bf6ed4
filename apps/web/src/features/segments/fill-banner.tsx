import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Segment } from '@contract/segments/segments.contract.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatProgress } from './segment-status.tsx'
import classes from './segments.module.css'

/** Says while a segment is being filled how far that is, and what to do when it failed. */
export function FillBanner({ segment }: { segment: Segment }) {
  const { t } = useTranslation('segments')
  if (segment.status === 'ready') return null
  if (segment.status === 'failed') {
    return <FailureNote><strong>{t('fill.failed')}</strong> {segment.problem} {t('fill.whatToDo')}</FailureNote>
  }
  return (
    <section className={classes.banner} aria-label={t('fill.title')}>
      <div className={classes.bannerHead}>
        <strong>{t('fill.title')}</strong>
        <span className={`${classes.quiet} numbers`}>{t('fill.progress', { share: formatProgress(segment.progress) })}</span>
      </div>
      <Progress value={(segment.progress ?? 0) * 100} size="sm" aria-label={t('status.fillingOf', { name: segment.name })} />
    </section>
  )
}
