import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Definition } from '@contract/segments/conditions.contract.ts'
import type { Preview } from '@contract/segments/segments.contract.ts'
import { describeFailure } from '../../../app/api.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Skeleton, TextSkeleton } from '../../../ui/skeletons.tsx'
import { previewQuery } from './builder-requests.ts'
import { findRuleGap } from './rule-gaps.ts'
import classes from './rule-preview.module.css'

interface RulePreviewProps {
  definition: Definition
  segmentId?: string
}

/** How many and who a rule would hold, while it is being built. */
export function RulePreview({ definition, segmentId }: RulePreviewProps) {
  const { t } = useTranslation('segments')
  const [settled] = useDebouncedValue(definition, 300)
  const gap = findRuleGap(definition)
  const settledGap = findRuleGap(settled)
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({ ...previewQuery(settled, segmentId), enabled: settledGap === null })
  const isOld = gap !== null || settled !== definition || isPlaceholderData
  return (
    <section className={classes.preview} aria-label={t('builder.preview.title')} aria-busy={isFetching}>
      <h3 className={classes.title}>{t('builder.preview.title')}</h3>
      <div aria-live="polite">
        {gap && <p className={classes.remark}>{t(`builder.gap.${gap}`)}</p>}
        {!gap && error && !isOld && (
          <FailureNote>
            {t('builder.preview.failed')} {describeFailure(error)} {t('builder.preview.failedHint')}{' '}
            <Button variant="default" size="compact-sm" loading={isFetching} onClick={() => void refetch()}>{t('builder.preview.retry')}</Button>
          </FailureNote>
        )}
        {data && (gap || !error || isOld) && <Count preview={data} isOld={isOld} />}
      </div>
      {!data && !gap && !error && <PreviewSkeleton />}
      {data && (gap || !error || isOld) && <Sample preview={data} isOld={isOld} />}
    </section>
  )
}

function PreviewSkeleton() {
  return (
    <div>
      <Skeleton width={160} height={28} />
      <TextSkeleton lines={5} />
    </div>
  )
}

/** The count with its share of all, and how long it took. */
function Count({ preview, isOld }: { preview: Preview; isOld: boolean }) {
  const { t } = useTranslation('segments')
  const { count, people, elapsedMs } = preview
  const share = people > 0 ? count / people : 0
  return (
    <div className={classes.figure} data-old={isOld || undefined}>
      <div className={`${classes.count} numbers`}>
        {t('builder.preview.count', { count, n: formatNumber(count) })}
        {people > 0 && <span className={classes.share}>{t('builder.preview.share', { share: formatNumber(share, { style: 'percent', maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 }) })}</span>}
      </div>
      <div className={`${classes.remark} numbers`}>
        {elapsedMs < 1000
          ? t('builder.preview.tookMs', { n: formatNumber(elapsedMs, { maximumFractionDigits: 0 }) })
          : t('builder.preview.tookSeconds', { n: formatNumber(elapsedMs / 1000, { maximumFractionDigits: 1 }) })}
      </div>
      {count === 0 && <p className={classes.remark}>{t('builder.preview.nobody')}</p>}
    </div>
  )
}

function Sample({ preview, isOld }: { preview: Preview; isOld: boolean }) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  if (preview.sample.length === 0) return null
  return (
    <div className={classes.figure} data-old={isOld || undefined}>
      <h4 className={classes.remark}>{t('builder.preview.sample')}</h4>
      <ul className={classes.people}>
        {preview.sample.map((person) => (
          <li key={person.id}>
            <Link to={toPath(`/people/${person.id}`)} className={classes.person}>
              <Avatar id={person.id} name={person.isIdentified ? person.name : ''} sizePixels={24} />
              <span className="truncate">{person.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
