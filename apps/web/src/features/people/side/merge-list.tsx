import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Merge } from '../people-requests.ts'
import { useUndoMerge } from '../use-merges.ts'
import { SideSection } from './side-section.tsx'
import classes from './side.module.css'

/** Which profiles went into this one, when and why; each can be taken apart again. */
export function MergeList({ person, canWrite }: { person: Person; canWrite: boolean }) {
  const { t } = useTranslation('people')
  const [asked, setAsked] = useState<Merge | null>(null)
  const undo = useUndoMerge()
  return (
    <SideSection title={t('merge.history')} count={person.merges.length}>
      <ul className={classes.list}>
        {person.merges.map((merge) => (
          <li key={merge.id} className={classes.entry}>
            <div className={classes.entryWords}>
              <div className={classes.entryTitle}>{t('merge.joined', { name: merge.fromName })}</div>
              <div className={classes.entryDetail}>
                {[merge.reason, merge.by].filter(Boolean).join(' · ')} · <Time value={merge.at} />
              </div>
            </div>
            {merge.undoneAt ? (
              <Tag>{t('merge.wasUndone')}</Tag>
            ) : (
              canWrite && <Button variant="default" size="compact-sm" onClick={() => setAsked(merge)}>{t('undo')}</Button>
            )}
          </li>
        ))}
      </ul>
      <Confirm isOpen={asked !== null} title={t('merge.undoTitle')} verb={t('merge.undoVerb')} onConfirm={async () => asked && undo.mutateAsync(asked.id)} onClose={() => setAsked(null)}>
        {t('merge.undoHappens', { from: asked?.fromName ?? '', name: person.name })}
      </Confirm>
    </SideSection>
  )
}
