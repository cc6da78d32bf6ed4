import { Button, Modal } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../../app/session.ts'
import { useUrlState } from '../../../../ui/use-url-state.ts'
import { noFilters, responsesDefaults } from '../responses-view.ts'
import { ImportSteps } from './import-steps.tsx'

/** Opens the import; what was imported is shown by the filter on its channel. */
export function ImportButton({ surveyId }: { surveyId: string }) {
  const { t } = useTranslation('surveys')
  const canWrite = useCan('responses:write')
  const [, setView] = useUrlState(responsesDefaults)
  const [isOpen, setIsOpen] = useState(false)
  if (!canWrite) return null
  const show = () => {
    setIsOpen(false)
    setView({ ...noFilters, channel: 'import' })
  }
  return (
    <>
      <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={() => setIsOpen(true)}>{t('responses.import.open')}</Button>
      {/* A slip beside the window would throw the mapping away. */}
      <Modal opened={isOpen} onClose={() => setIsOpen(false)} closeOnClickOutside={false} title={t('responses.import.title')} size="xl">
        {isOpen && <ImportSteps surveyId={surveyId} onClose={() => setIsOpen(false)} onShow={show} />}
      </Modal>
    </>
  )
}
