import { Button } from '@mantine/core'
import { IconChevronLeft, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useWorkspacePath } from '../../../app/session.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Page } from '../../../ui/page.tsx'
import { listText } from '../build/content.ts'
import { surveyQuery, toCodeUrl } from '../survey-requests.ts'
import pageClasses from '../surveys.module.css'
import classes from './codes-page.module.css'

/** A sheet of codes to cut out, one a place. */
export function CodesPage() {
  const { t } = useTranslation('surveys')
  const toPath = useWorkspacePath()
  const { surveyId = '' } = useParams({ strict: false }) as { surveyId?: string }
  const { data: survey } = useQuery(surveyQuery(surveyId))
  const locations = survey?.targeting.channels.link.locations ?? []
  const main = survey?.content.languages.main ?? 'en'
  const invitation = listText(survey?.content.welcome?.title ?? survey?.content.questions[0]?.title, main)
  return (
    <Page
      title={survey ? t('share.codes.title', { name: survey.name }) : t('share.codes.plain')}
      above={<Link to={toPath(`/feedback/surveys/${surveyId}`)} search={{ tab: 'share' } as never} className={pageClasses.back}><IconChevronLeft size={14} aria-hidden /> {survey?.name ?? t('list.title')}</Link>}
      action={locations.length > 0 && <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => print()}>{t('share.codes.print')}</Button>}
    >
      {locations.length === 0 ? <EmptyState picture="search" title={t('share.codes.none')}>{t('share.codes.noneHint')}</EmptyState> : (
        <ul className={classes.sheet}>
          {locations.map((location) => (
            <li key={location}>
              <p>{invitation}</p>
              <img src={toCodeUrl(surveyId, location)} alt={t('share.codes.code', { location })} width={180} height={180} />
              <strong>{location}</strong>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
