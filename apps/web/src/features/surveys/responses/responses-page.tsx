import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { ResponsePanel } from './response-panel.tsx'
import { ResponsesTable } from './responses-table.tsx'

/** The answers to all surveys in one list. */
export function ResponsesPage() {
  const { t } = useTranslation('surveys')
  return (
    <Page title={t('responses.title')} description={t('responses.description')} width="fill" panel={<ResponsePanel surveyId="" />}>
      <ResponsesTable surveyId="" />
    </Page>
  )
}
