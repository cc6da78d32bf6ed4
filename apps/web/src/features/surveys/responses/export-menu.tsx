import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, describeFailure, type Query } from '../../../app/api.ts'
import { answeredSurveyQuery } from './response-requests.ts'

/** Saves what the filters leave, one response a line. */
export function ExportMenu({ surveyId, query }: { surveyId: string; query: Query }) {
  const { t } = useTranslation('surveys')
  const { data: survey } = useQuery(answeredSurveyQuery(surveyId))
  const [isBusy, setIsBusy] = useState(false)
  const download = async (format: 'csv' | 'xlsx') => {
    setIsBusy(true)
    try {
      await api.download(`/v1/surveys/${surveyId}/export`, `${nameFile(survey?.name ?? t('responses.title'))}.${format}`, { query: { ...query, format } })
    } catch (cause) {
      notifications.show({ color: 'red', title: t('responses.export.failed'), message: describeFailure(cause) })
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" loading={isBusy} leftSection={<IconDownload size={16} aria-hidden />} rightSection={<IconChevronDown size={14} aria-hidden />}>{t('responses.export.button')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void download('csv')}>{t('responses.export.csv')}</Menu.Item>
        <Menu.Item onClick={() => void download('xlsx')}>{t('responses.export.xlsx')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function nameFile(survey: string): string {
  return survey.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'responses'
}
