import { Button, Popover } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconSend } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { describeFailure, type FailureDetail } from '../../app/api.ts'
import { countChanges, findPart, type Part } from './build/parts.ts'
import { listText } from './build/content.ts'
import { versionsQuery, type Survey, type SurveyContent, type SurveyTargeting } from './survey-requests.ts'
import type { SurveyTab } from './survey-view.ts'
import type { Draft, SaveState } from './use-draft.ts'
import { isConflict } from './use-survey-draft.ts'
import classes from './surveys.module.css'

interface SaveNoteProps {
  content: Draft<SurveyContent>
  targeting: Draft<SurveyTargeting>
  tab: SurveyTab
}

/** Whether what was typed is safe, and a way back in the tab that is open. */
export function SaveNote({ content, targeting, tab }: SaveNoteProps) {
  const { t } = useTranslation('surveys')
  const order: SaveState[] = ['failed', 'unfinished', 'saving', 'waiting', 'saved']
  const state = order.find((each) => content.state === each || targeting.state === each) ?? 'saved'
  const failed = content.state === 'failed' ? content : targeting
  const undo = tab === 'build' ? content.undo : tab === 'share' || tab === 'audience' ? targeting.undo : null
  return (
    <span className={classes.saveNote}>
      {undo && <Button variant="subtle" color="gray" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={undo}>{t('save.undo')}</Button>}
      <span role="status" className={classes.saveState} data-state={state}>
        {state === 'saved' && <IconCheck size={14} aria-hidden />}
        {t(`save.${state}`)}
      </span>
      {state === 'failed' && !isConflict(failed.cause) && (
        <Popover width={320} position="bottom-end" shadow="md" withinPortal>
          <Popover.Target><Button variant="subtle" size="compact-sm" color="red">{t('save.why')}</Button></Popover.Target>
          <Popover.Dropdown>
            <p className={classes.popoverText}>{describeFailure(failed.cause)}</p>
            <Button variant="default" onClick={() => void failed.flush().catch(() => undefined)}>{t('save.again')}</Button>
          </Popover.Dropdown>
        </Popover>
      )}
    </span>
  )
}

interface PublishButtonProps {
  survey: Survey
  content: SurveyContent
  isBusy: boolean
  onPublish: () => void
}

/** "Publish", with how much would go out. */
export function PublishButton({ survey, content, isBusy, onPublish }: PublishButtonProps) {
  const { t } = useTranslation('surveys')
  const { data: versions } = useQuery({ ...versionsQuery(survey.id), enabled: survey.version > 0 })
  const published = versions?.[0]?.content
  const count = published ? countChanges(published, content) : null
  const isSame = survey.version > 0 && count === 0
  return (
    <>
      <span className={classes.changes}>
        {survey.version === 0 ? t('publish.never') : count === null ? '' : isSame ? t('publish.same', { version: survey.version }) : t('publish.changes', { count })}
      </span>
      <Button leftSection={<IconSend size={16} aria-hidden />} loading={isBusy} disabled={isSame} onClick={onPublish}>{t('publish.verb')}</Button>
    </>
  )
}

interface MissingListProps {
  failure: string
  issues: FailureDetail[]
  content: SurveyContent
  onOpen: (part: Part) => void
  onTab: (tab: SurveyTab) => void
}

/** Where whom and when is set: targeting.channels.email.subject → Share. */
function findTab(path: string): SurveyTab | null {
  if (!path.startsWith('targeting.')) return null
  return path.startsWith('targeting.channels.') ? 'share' : 'audience'
}

/** What is missing before it can be published; each line leads to its place. */
export function MissingList({ failure, issues, content, onOpen, onTab }: MissingListProps) {
  const { t } = useTranslation('surveys')
  const { main } = content.languages
  const name = (part: Part): string => {
    if (part.kind === 'question') {
      const at = content.questions.findIndex(({ key }) => key === part.key)
      return `${at + 1}. ${listText(content.questions[at]?.title, main) || t('question.untitled', { position: at + 1 })}`
    }
    if (part.kind === 'ending') return listText(content.endings.find(({ key }) => key === part.key)?.title, main) || t('parts.endings')
    return part.kind === 'welcome' ? t('welcome.title') : t(`parts.${part.kind}`)
  }
  return (
    <div role="alert" className={classes.missing}>
      <strong>{issues.length > 0 ? t('publish.missing', { count: issues.length }) : failure}</strong>
      <ul>
        {issues.map((issue) => {
          const found = findPart(issue.path, content)
          const tab = findTab(issue.path)
          return (
            <li key={issue.path + issue.message}>
              {found && <button type="button" className={classes.missingLink} onClick={() => onOpen(found.part)}>{name(found.part)}</button>}
              {tab && <button type="button" className={classes.missingLink} onClick={() => onTab(tab)}>{t(`tab.${tab}`)}</button>}
              {!found && !tab && <code>{issue.path}</code>}: {issue.message}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
