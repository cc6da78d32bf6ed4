import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment, SegmentVersion } from '@contract/segments/segments.contract.ts'
import { api, describeFailure } from '../../../app/api.ts'
import { useCan } from '../../../app/session.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { Section } from '../../../ui/page.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { Time } from '../../../ui/time.tsx'
import { RuleSentence } from '../builder/rule-sentence.tsx'
import { versionsQuery } from '../segment-requests.ts'
import type { TabProps } from '../segment-view.ts'
import { useRefreshSegments } from '../use-segment-changes.ts'
import classes from '../segments.module.css'

/** Every rule it ever had; an old one can be brought back. */
export function VersionsTab({ segment }: TabProps) {
  const { t } = useTranslation('segments')
  const canWrite = useCan('segments:write')
  const [wanted, setWanted] = useState<SegmentVersion | null>(null)
  const refresh = useRefreshSegments()
  const { data, error } = useQuery(versionsQuery(segment.id))
  return (
    <Section title={t('versions.title')} description={t('versions.hint')}>
      {error && !data && <FailureNote>{describeFailure(error)}</FailureNote>}
      {!error && !data && <TextSkeleton lines={6} />}
      <ol className={classes.rows} aria-label={t('versions.title')}>
        {data?.items.map((version) => (
          <li key={version.version}>
            <div className={classes.rowWords}>
              <div className={classes.rowHead}>
                <strong>{t('versions.number', { n: version.version })}</strong>
                {version.version === segment.version && <Tag tone="accent">{t('versions.present')}</Tag>}
                <span>{version.by}</span>
                <Time value={version.at} />
              </div>
              {version.definition && <RuleSentence definition={version.definition} />}
            </div>
            {canWrite && version.version !== segment.version && (
              <Button variant="default" size="compact-sm" style={{ flex: 'none' }} aria-label={t('versions.restoreNumber', { n: version.version })} onClick={() => setWanted(version)}>{t('versions.restore')}</Button>
            )}
          </li>
        ))}
      </ol>
      <Confirm
        isOpen={wanted !== null}
        title={t('versions.restoreTitle', { n: wanted?.version ?? '' })}
        verb={t('versions.restore')}
        onClose={() => setWanted(null)}
        onConfirm={async () => {
          await api.post<Segment>(`/v1/segments/${segment.id}/versions/${wanted?.version}/restore`)
          notifications.show({ message: t('versions.restored') })
          await refresh()
        }}
      >
        {t('versions.restoreHappens')}
      </Confirm>
    </Section>
  )
}
