// Two people at one survey: says so, and lets one choose whose version goes on. Nothing typed goes without a question.
import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Note } from '../../ui/failure-note.tsx'
import type { Survey, SurveyContent, SurveyTargeting } from './survey-requests.ts'
import type { SurveyDraft } from './use-survey-draft.ts'
import classes from './surveys.module.css'

interface BehindNoteProps {
  survey: Survey
  content: SurveyDraft<SurveyContent>
  targeting: SurveyDraft<SurveyTargeting>
  onSolved: () => void
}

export function BehindNote({ survey, content, targeting, onSolved }: BehindNoteProps) {
  const { t } = useTranslation('surveys')
  if (!content.isBehind && !targeting.isBehind) return null
  const isTyped = (content.isBehind && content.state !== 'saved') || (targeting.isBehind && targeting.state !== 'saved')
  const takeTheirs = () => {
    if (content.isBehind) content.take(survey)
    if (targeting.isBehind) targeting.take(survey)
    onSolved()
    notifications.show({ message: t(isTyped ? 'behind.takenOver' : 'behind.taken') })
  }
  const keepMine = () => {
    for (const draft of [content, targeting]) if (draft.isBehind) void draft.insist(survey).catch(() => undefined)
    onSolved()
  }
  return (
    <div role="alert">
      <Note tone="warn">
        <strong>{t('behind.title')}</strong> {t(isTyped ? 'behind.typed' : 'behind.nothing')}
        <div className={classes.choices}>
          <Button variant="default" onClick={takeTheirs}>{t('behind.take')}</Button>
          {isTyped && <Button variant="subtle" color="gray" onClick={keepMine}>{t('behind.keep')}</Button>}
        </div>
      </Note>
    </div>
  )
}

/** What could not be saved would be lost with the page. */
export function LeaveGuard({ isUnsaved }: { isUnsaved: boolean }) {
  const { t } = useTranslation('surveys')
  const { status, proceed, reset } = useBlocker({ shouldBlockFn: ({ current, next }) => isUnsaved && current.pathname !== next.pathname, enableBeforeUnload: false, withResolver: true })
  return (
    <Modal opened={status === 'blocked'} onClose={() => reset?.()} title={t('leave.title')} size="md">
      <p className={classes.popoverText}>{t('leave.happens')}</p>
      <div className={classes.actions}>
        <Button variant="default" data-autofocus onClick={() => reset?.()}>{t('leave.stay')}</Button>
        <Button color="red" onClick={() => proceed?.()}>{t('leave.verb')}</Button>
      </div>
    </Modal>
  )
}
