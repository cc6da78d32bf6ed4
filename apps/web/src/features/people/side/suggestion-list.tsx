import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { useDismissSuggestion } from '../use-merges.ts'
import classes from './side.module.css'

interface SuggestionListProps {
  person: Person
  canWrite: boolean
  onMerge: (other: { id: string; name: string }) => void
}

/** Profiles that may be the same person. */
export function SuggestionList({ person, canWrite, onMerge }: SuggestionListProps) {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  const dismiss = useDismissSuggestion()
  return (
    <section className={classes.suggestions} aria-label={t('suggestion.title')}>
      {person.suggestions
        .filter((suggestion) => suggestion.id !== dismiss.variables || dismiss.isIdle || dismiss.isError)
        .map((suggestion) => (
          <div key={suggestion.id} className={classes.suggestion}>
            <div>
              {t('suggestion.maybe')} <Link to={toPath(`/people/${suggestion.otherId}`)}>{suggestion.otherName}</Link>
            </div>
            <div className={classes.entryDetail}>{suggestion.reason}</div>
            {canWrite && (
              <Group gap={8} mt={8}>
                <Button size="compact-sm" onClick={() => onMerge({ id: suggestion.otherId, name: suggestion.otherName })}>{t('suggestion.compare')}</Button>
                <Button size="compact-sm" variant="default" onClick={() => dismiss.mutate(suggestion.id)}>{t('suggestion.dismiss')}</Button>
              </Group>
            )}
          </div>
        ))}
    </section>
  )
}
