import { ActionIcon, Menu } from '@mantine/core'
import { IconCopy, IconDots, IconLock, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Survey } from './survey-requests.ts'
import { useChangeStatus, useDuplicateSurvey } from './use-survey-changes.ts'

interface SurveyMenuProps {
  survey: Pick<Survey, 'id' | 'name' | 'status' | 'version'>
  onDelete: () => void
  /** As high as the buttons beside it; otherwise as small as a row. */
  isInHead?: boolean
}

const headSize = { width: 'var(--control-height)', minWidth: 0, height: 'var(--control-height)', minHeight: 0 }

/** What can be done with a survey, for those who may change it. */
export function SurveyMenu({ survey, onDelete, isInHead = false }: SurveyMenuProps) {
  const { t } = useTranslation('surveys')
  const changeStatus = useChangeStatus()
  const duplicate = useDuplicateSurvey()
  const set = (status: 'live' | 'paused' | 'closed') => changeStatus.mutate({ surveys: [survey], status })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon {...(isInHead ? { variant: 'default', style: headSize } : { size: 28 })} aria-label={t('menu.more', { name: survey.name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {survey.version > 0 && survey.status !== 'live' && <Menu.Item leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => set('live')}>{t('menu.resume')}</Menu.Item>}
        {survey.status === 'live' && <Menu.Item leftSection={<IconPlayerPause size={16} aria-hidden />} onClick={() => set('paused')}>{t('menu.pause')}</Menu.Item>}
        {survey.version > 0 && survey.status !== 'closed' && <Menu.Item leftSection={<IconLock size={16} aria-hidden />} onClick={() => set('closed')}>{t('menu.close')}</Menu.Item>}
        <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => duplicate.mutate(survey)}>{t('menu.duplicate')}</Menu.Item>
        <Menu.Item c="var(--bad)" leftSection={<IconTrash size={16} aria-hidden />} onClick={onDelete}>{t('menu.delete')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
