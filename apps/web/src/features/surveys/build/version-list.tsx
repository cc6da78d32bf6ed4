import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, describeFailure } from '../../../app/api.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { Time } from '../../../ui/time.tsx'
import { useSubmit } from '../../../ui/use-submit.ts'
import { versionsQuery, type Survey, type SurveyContent } from '../survey-requests.ts'
import { useRefreshSurveys } from '../use-survey-changes.ts'
import type { SurveyDraft } from '../use-survey-draft.ts'
import { useBuild } from './build-context.ts'
import { countChanges } from './parts.ts'
import classes from './build.module.css'

/** What was published, with the answers that each version got, and the way back. */
export function VersionList({ survey, draft }: { survey: Survey; draft: SurveyDraft<SurveyContent> }) {
  const { t } = useTranslation('surveys')
  const { content, canWrite } = useBuild()
  const { data: versions, error } = useQuery(versionsQuery(survey.id))
  const refresh = useRefreshSurveys()
  const [taken, setTaken] = useState<number | null>(null)
  const restore = useSubmit(async (version: number) => {
    await draft.flush()
    const startedFrom = { content: draft.readRevision() }
    const restored = await api.post<Survey>(`/v1/surveys/${survey.id}/versions/${version}/restore`, { startedFrom })
    draft.take(restored)
    setTaken(version)
    notifications.show({ message: t('version.taken', { version }) })
    await refresh(restored)
  })
  return (
    <>
      <div className={classes.partHead}><h2>{t('version.title')}</h2></div>
      <p className={classes.quiet}>{t('version.hint')}</p>
      {error && <FailureNote>{describeFailure(error)}</FailureNote>}
      {restore.failure && <FailureNote>{restore.failure}</FailureNote>}
      {!versions && !error && <TextSkeleton lines={4} />}
      {versions?.length === 0 && <p className={classes.quiet}>{t('version.none')}</p>}
      <ul className={classes.versions}>
        {versions?.map((version, index) => (
          <li key={version.version}>
            <div>
              <strong>{t('version.number', { version: version.version })}</strong> {index === 0 && <Tag tone="good">{t('version.present')}</Tag>}
              <div className={classes.quiet}>
                <Time value={version.publishedAt} /> · {t('version.by', { name: version.publishedBy })} · {t('version.responses', { count: version.responses, n: formatNumber(version.responses) })}
              </div>
            </div>
            {canWrite && (countChanges(version.content, content) === 0 ? <span className={classes.quiet}>{t('version.same')}</span> : (
              <Button variant="default" disabled={restore.isBusy} onClick={() => void restore.submit(version.version)}>{t('version.back')}</Button>
            ))}
          </li>
        ))}
      </ul>
      <div aria-live="polite" className={classes.quiet}>{taken !== null && t('version.taken', { version: taken })}</div>
    </>
  )
}
