import { ActionIcon, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiFailure, describeFailure } from '../../../app/api.ts'
import { useCan } from '../../../app/session.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { isTyping } from '../../../ui/keyboard.ts'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { DeleteResponses } from './delete-responses.tsx'
import { namePerson } from './find-answers.ts'
import { ResponseDetails } from './response-details.tsx'
import { responseQuery } from './response-requests.ts'
import { useResponses } from './use-responses.ts'

/**
 * The response that the address names, beside the list; nothing without one. Goes into the `panel` of the page.
 * `surveyId` as of the list beside it, so that j and k walk through the same rows.
 */
export function ResponsePanel({ surveyId }: { surveyId: string }) {
  const { view, setView, rows } = useResponses(surveyId)
  useStepKeys(view.response, rows?.map(({ id }) => id) ?? [], (response) => setView({ response }))
  if (view.response === '') return null
  return <OpenResponse id={view.response} onClose={() => setView({ response: '' })} />
}

function OpenResponse({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('surveys')
  const canWrite = useCan('responses:write')
  const { data: response, error } = useQuery(responseQuery(id))
  const [isAsking, setIsAsking] = useState(false)
  return (
    <SidePanel
      title={response ? namePerson(response, t('responses.anonymous')) : t('responses.panel.title')}
      onClose={onClose}
      actions={
        canWrite && response && (
          <Tooltip label={t('responses.delete.one')}>
            <ActionIcon aria-label={t('responses.delete.one')} onClick={() => setIsAsking(true)}><IconTrash size={18} /></ActionIcon>
          </Tooltip>
        )
      }
    >
      {error && !response && <FailureNote>{error instanceof ApiFailure && error.status === 404 ? t('responses.panel.missing') : `${t('responses.panel.failed')}: ${describeFailure(error)}`}</FailureNote>}
      {!response && !error && <TextSkeleton lines={8} />}
      {response && <ResponseDetails response={response} />}
      <DeleteResponses ids={isAsking ? [id] : []} onClose={() => setIsAsking(false)} onDone={onClose} />
    </SidePanel>
  )
}

/** j and k show the next response and the one before, while one is open. */
function useStepKeys(openId: string, ids: string[], show: (id: string) => void): void {
  useEffect(() => {
    if (openId === '') return
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== 'j' && event.key !== 'k') || isTyping(event)) return
      const next = ids[ids.indexOf(openId) + (event.key === 'j' ? 1 : -1)]
      if (next !== undefined) show(next)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
