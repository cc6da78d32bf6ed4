import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { PersonSegments } from '@contract/segments/segments.contract.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { Time } from '../../../ui/time.tsx'
import { personSegmentsQuery } from '../people-requests.ts'
import { NothingYet, SideSection } from './side-section.tsx'
import classes from './side.module.css'

/** Which segments this person is in, since when and why; below, which they left lately. */
export function SegmentList({ personId }: { personId: string }) {
  const { t } = useTranslation('people')
  const { data, error } = useQuery(personSegmentsQuery(personId))
  return (
    <SideSection title={t('segment.title')} count={data?.items.length ?? 0}>
      {!data && (error ? <NothingYet>{t('segment.failed')}</NothingYet> : <TextSkeleton lines={2} />)}
      {data?.items.length === 0 && <NothingYet>{t('segment.none')}</NothingYet>}
      {data && data.items.length > 0 && (
        <ul className={classes.list}>
          {data.items.map((segment) => <Entry key={segment.id} personId={personId} segment={segment} at={segment.since} label={t('segment.since')} />)}
        </ul>
      )}
      {data && data.left.length > 0 && (
        <>
          <h3 className={classes.entryDetail} style={{ margin: '8px 0 0', fontWeight: 600 }}>{t('segment.left')}</h3>
          <ul className={classes.list}>
            {data.left.map((segment) => <Entry key={`${segment.id}${segment.at}`} personId={personId} segment={segment} at={segment.at} label={t('segment.leftAt')} />)}
          </ul>
        </>
      )}
    </SideSection>
  )
}

interface EntryProps {
  personId: string
  segment: Pick<PersonSegments['items'][number], 'id' | 'name' | 'cause' | 'reason'>
  at: string
  label: string
}

function Entry({ personId, segment, at, label }: EntryProps) {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  const path = toPath(`/segments/${segment.id}`)
  return (
    <li className={classes.entry}>
      <div className={classes.entryWords}>
        <Link to={path} className={`${classes.entryTitle} ${classes.link}`}>{segment.name}</Link>
        <div className={classes.entryDetail}>
          {label} <Time value={at} /> · {segment.reason || t(`segment.causes.${segment.cause}`)}
        </div>
      </div>
      <Link to={path} search={{ tab: 'why', person: personId } as never} className={classes.link} aria-label={t('segment.whyOf', { name: segment.name })}>{t('segment.why')}</Link>
    </li>
  )
}
