import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { useCan } from '../../../app/session.ts'
import { CompanyList } from './company-list.tsx'
import { ConsentList } from './consent-list.tsx'
import { DeviceList } from './device-list.tsx'
import { FeedbackList } from './feedback-list.tsx'
import { IdentityList } from './identity-list.tsx'
import { MergeList } from './merge-list.tsx'
import { SegmentList } from './segment-list.tsx'
import { SuggestionList } from './suggestion-list.tsx'
import { TraitList } from './trait-list.tsx'
import classes from './side.module.css'

interface PersonSideProps {
  person: Person
  canWrite: boolean
  onMerge: (other: { id: string; name: string }) => void
}

/** Who this person is, beside what happened. */
export function PersonSide({ person, canWrite, onMerge }: PersonSideProps) {
  const { t } = useTranslation('people')
  const canReadFeedback = useCan('responses:read')
  return (
    <aside className={classes.side} aria-label={t('person.about')}>
      {person.suggestions.length > 0 && <SuggestionList person={person} canWrite={canWrite} onMerge={onMerge} />}
      <TraitList person={person} canWrite={canWrite} />
      {canReadFeedback && <FeedbackList personId={person.id} />}
      <SegmentList personId={person.id} />
      <IdentityList person={person} />
      <ConsentList person={person} canWrite={canWrite} />
      {person.companies.length > 0 && <CompanyList person={person} />}
      <DeviceList person={person} />
      {person.merges.length > 0 && <MergeList person={person} canWrite={canWrite} />}
    </aside>
  )
}
