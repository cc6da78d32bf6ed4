import { Button, Group } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../app/api.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Page } from '../../ui/page.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { Time } from '../../ui/time.tsx'
import { suggestionsQuery, type MergeSuggestion } from './people-requests.ts'
import { PersonComparison } from './person-comparison.tsx'
import { useDismissSuggestion, useMerge } from './use-merges.ts'
import classes from './merge.module.css'

/** Pairs of profiles that may be one person; somebody has to say so. */
export function SuggestionsPage() {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  const suggestions = useInfiniteQuery(suggestionsQuery)
  const items = suggestions.data?.pages.flatMap((page) => page.items)
  return (
    <Page title={t('suggestion.title')} description={t('suggestion.description')}>
      {suggestions.error && !items && <FailureNote>{describeFailure(suggestions.error)}</FailureNote>}
      {!items && !suggestions.error && <TextSkeleton lines={8} />}
      {items?.length === 0 && (
        <EmptyState picture="merge" title={t('suggestion.empty')} action={<Button component={Link} to={toPath('/people')} variant="default">{t('person.toList')}</Button>}>
          {t('suggestion.emptyHint')}
        </EmptyState>
      )}
      {items?.map((suggestion) => <Suggestion key={suggestion.id} suggestion={suggestion} />)}
      {suggestions.hasNextPage && (
        <div>
          <Button variant="default" loading={suggestions.isFetchingNextPage} onClick={() => void suggestions.fetchNextPage()}>{t('suggestion.more')}</Button>
        </div>
      )}
    </Page>
  )
}

function Suggestion({ suggestion }: { suggestion: MergeSuggestion }) {
  const { t } = useTranslation('people')
  const canWrite = useCan('people:write')
  // Who was there first is usually the one to keep.
  const [keep, setKeep] = useState<'left' | 'right'>(suggestion.left.firstSeenAt <= suggestion.right.firstSeenAt ? 'left' : 'right')
  const merge = useMerge()
  const dismiss = useDismissSuggestion()
  const kept = suggestion[keep]
  const other = suggestion[keep === 'left' ? 'right' : 'left']
  return (
    <section className={classes.suggestion} aria-label={t('suggestion.of', { left: suggestion.left.name, right: suggestion.right.name })}>
      <div className={classes.suggestionHead}>
        <span className={classes.reason}>{suggestion.reason} · <Time value={suggestion.at} /></span>
        {canWrite && (
          <Group gap="xs">
            <Button variant="default" loading={dismiss.isPending} onClick={() => dismiss.mutate(suggestion.id)}>{t('suggestion.dismiss')}</Button>
            <Button loading={merge.isPending} onClick={() => merge.mutate({ keepId: kept.id, otherId: other.id, otherName: other.name, reason: suggestion.reason.slice(0, 500) })}>
              {t('suggestion.merge')}
            </Button>
          </Group>
        )}
      </div>
      {merge.error && <FailureNote>{describeFailure(merge.error)}</FailureNote>}
      <PersonComparison left={suggestion.left} right={suggestion.right} keep={keep} {...(canWrite ? { onKeep: setKeep } : {})} />
    </section>
  )
}
