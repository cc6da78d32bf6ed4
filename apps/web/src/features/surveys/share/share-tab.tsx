import { useTranslation } from 'react-i18next'
import { Note } from '../../../ui/failure-note.tsx'
import type { TabProps } from '../survey-view.ts'
import { EmailSection } from './email-section.tsx'
import { LinkSection } from './link-section.tsx'
import { LocationSection } from './location-section.tsx'
import { PersonalSection } from './personal-section.tsx'
import { WidgetSection } from './widget-section.tsx'
import classes from './share.module.css'

/** The ways to people: each channel with its switch and all that is needed to use it. */
export function ShareTab(props: TabProps) {
  const { t } = useTranslation('surveys')
  const { survey } = props
  return (
    <div className={classes.sections}>
      {survey.version === 0 && <Note tone="warn">{t('share.unpublished')}</Note>}
      {survey.version > 0 && survey.status !== 'live' && <Note tone="warn">{t('share.notLive')}</Note>}
      <LinkSection {...props} />
      <LocationSection {...props} />
      <PersonalSection {...props} />
      <WidgetSection {...props} />
      <EmailSection {...props} />
    </div>
  )
}
