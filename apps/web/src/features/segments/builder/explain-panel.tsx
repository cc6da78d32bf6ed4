import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Definition } from '@contract/segments/conditions.contract.ts'
import { describeFailure } from '../../../app/api.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { explanationQuery, peopleSearchQuery } from './builder-requests.ts'
import { ExplanationView } from './explanation-view.tsx'
import classes from './explain.module.css'

interface ExplainPanelProps {
  /** A saved segment. */
  segmentId?: string
  /** A rule that is not saved; with a segment's id as well, the rule is explained. */
  definition?: Definition
  /** Who is asked about first; without, a person is chosen. */
  profileId?: string
}

/** Why a person is in, or isn't: the rule with what was found for each of its conditions. */
export function ExplainPanel({ segmentId, definition, profileId }: ExplainPanelProps) {
  const { t } = useTranslation('segments')
  const [chosenId, setChosenId] = useState(profileId ?? '')
  const [given, setGiven] = useState(profileId)
  if (profileId !== given) {
    setGiven(profileId)
    setChosenId(profileId ?? '')
  }
  return (
    <section className={classes.panel} aria-label={t('builder.explain.title')}>
      {chosenId === '' ? <PersonSearch onChoose={setChosenId} /> : <Answer segmentId={segmentId} definition={definition} profileId={chosenId} onLeave={() => setChosenId('')} />}
    </section>
  )
}

interface AnswerProps {
  segmentId: string | undefined
  definition: Definition | undefined
  profileId: string
  onLeave: () => void
}

function Answer({ segmentId, definition, profileId, onLeave }: AnswerProps) {
  const { t } = useTranslation('segments')
  const { data, error, isFetching, refetch } = useQuery(explanationQuery(profileId, segmentId, definition))
  return (
    <>
      {error && (
        <FailureNote>
          {t('builder.explain.failed')} {describeFailure(error)}{' '}
          <Button variant="default" size="compact-sm" loading={isFetching} onClick={() => void refetch()}>{t('builder.explain.retry')}</Button>
        </FailureNote>
      )}
      {!data && !error && <TextSkeleton lines={6} />}
      {data && <ExplanationView explanation={data} isSaved={segmentId !== undefined && definition === undefined} />}
      <div>
        <Button variant="subtle" color="gray" leftSection={<IconSearch size={16} aria-hidden />} onClick={onLeave}>{t('builder.explain.another')}</Button>
      </div>
    </>
  )
}

function PersonSearch({ onChoose }: { onChoose: (id: string) => void }) {
  const { t } = useTranslation('segments')
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search.trim(), 200)
  const { data: people, error } = useQuery(peopleSearchQuery(settled))
  return (
    <>
      <TextInput
        label={t('builder.explain.find')}
        placeholder={t('builder.explain.findHint')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {error && <FailureNote>{describeFailure(error)}</FailureNote>}
      {!people && !error && <TextSkeleton lines={4} />}
      <div aria-live="polite">
        {people?.length === 0 && <p className={classes.quiet}>{t('builder.explain.nobody')}</p>}
        {people?.map((person) => (
          <button key={person.id} type="button" className={classes.choice} onClick={() => onChoose(person.id)}>
            <Avatar id={person.id} name={person.isIdentified ? person.name : ''} sizePixels={24} />
            <span className={classes.names}>
              <span className="truncate">{person.name}</span>
              {person.email && person.email !== person.name && <span className={`${classes.quiet} truncate`}>{person.email}</span>}
            </span>
          </button>
        ))}
      </div>
    </>
  )
}
