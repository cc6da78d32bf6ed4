import { Button, Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconSend } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, describeFailure } from '../../../app/api.ts'
import { useMe } from '../../../app/session.ts'
import { CopyAction } from '../../../ui/code-block.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { Section } from '../../../ui/page.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { useSubmit } from '../../../ui/use-submit.ts'
import { LocalisedField } from '../build/localised-field.tsx'
import { emailQuery } from '../survey-requests.ts'
import type { TabProps } from '../survey-view.ts'
import { changeChannel } from './channels.ts'
import { ShareFields } from './share-fields.tsx'
import classes from './share.module.css'

/** The mail with the first question in it: sent when the trigger's events happen, or taken elsewhere as HTML. */
export function EmailSection({ survey, content, targeting, view, canWrite }: TabProps) {
  const { t } = useTranslation('surveys')
  const { email } = targeting.value.channels
  const language = view.language || content.value.languages.main
  return (
    <Section
      title={t('share.email.title')}
      description={t('share.email.hint')}
      action={<Switch label={t('share.email.send')} aria-label={t('share.email.isOn')} disabled={!canWrite} checked={email.isOn} onChange={(event) => changeChannel(targeting, 'email', { isOn: event.currentTarget.checked })} />}
    >
      <div className={classes.email}>
        <div className={classes.fields}>
          <ShareFields content={content} canWrite={canWrite} language={language}>
            <LocalisedField label={t('share.email.subject')} value={email.subject} pipesBefore={content.value.questions[0]?.key ?? null} onChange={(subject) => changeChannel(targeting, 'email', { subject })} />
            <LocalisedField label={t('share.email.body')} isLong value={email.body} pipesBefore={content.value.questions[0]?.key ?? null} onChange={(body) => changeChannel(targeting, 'email', { body })} />
          </ShareFields>
          {canWrite && <TestButton surveyId={survey.id} language={language} flush={targeting.flush} />}
        </div>
        <MailPreview surveyId={survey.id} language={language} savedAt={targeting.state === 'saved' ? survey.updatedAt : null} />
      </div>
    </Section>
  )
}

function TestButton({ surveyId, language, flush }: { surveyId: string; language: string; flush: () => Promise<void> }) {
  const { t } = useTranslation('surveys')
  const { user: me } = useMe()
  const form = useSubmit(async () => {
    await flush()
    await api.post(`/v1/surveys/${surveyId}/email/test`, { to: me.email, language })
    notifications.show({ message: t('share.email.sent', { email: me.email }) })
  })
  return (
    <>
      {form.failure && <FailureNote>{form.failure}</FailureNote>}
      <div><Button variant="default" leftSection={<IconSend size={16} aria-hidden />} loading={form.isBusy} onClick={() => void form.submit()}>{t('share.email.test', { email: me.email })}</Button></div>
    </>
  )
}

/** The mail as it is now, without scripts and cut off from this page. */
function MailPreview({ surveyId, language, savedAt }: { surveyId: string; language: string; savedAt: string | null }) {
  const { t } = useTranslation('surveys')
  const query = emailQuery(surveyId, language)
  const { data, error } = useQuery({ ...query, queryKey: [...query.queryKey, savedAt], enabled: savedAt !== null, placeholderData: (before) => before })
  if (error) return <FailureNote>{describeFailure(error)}</FailureNote>
  if (!data) return <TextSkeleton lines={6} />
  return (
    <div className={classes.mail}>
      <div className={classes.mailHead}>
        <span className="truncate">{data.subject}</span>
        <span className={classes.copyHtml}>{t('share.email.html')} <CopyAction text={data.html} label={t('share.email.html')} /></span>
      </div>
      {/* Without scripts. Of the same origin, because what checks pages for accessibility talks to its frames. */}
      <iframe sandbox="allow-same-origin" srcDoc={data.html} title={t('share.email.preview')} className={classes.mailFrame} />
    </div>
  )
}
