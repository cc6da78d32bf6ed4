import { Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from '@contract/segments/segments.contract.ts'
import { api } from '../../app/api.ts'
import { useWorkspacePath } from '../../app/session.ts'
import { FailureNote, Note } from '../../ui/failure-note.tsx'
import { Page } from '../../ui/page.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { NameFields } from './name-fields.tsx'
import { RuleForm, type RuleValues } from './rule-form.tsx'
import { SegmentMissing } from './segment-missing.tsx'
import { segmentQuery } from './segment-requests.ts'
import { useRefreshSegments } from './use-segment-changes.ts'

/** Changes name, description and rule; another rule is a new version and fills the segment anew. */
export function EditSegmentPage() {
  const { t } = useTranslation('segments')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const refresh = useRefreshSegments()
  const { segmentId = '' } = useParams({ strict: false }) as { segmentId?: string }
  const { data: segment, error, refetch } = useQuery(segmentQuery(segmentId))
  if (!segment) return <SegmentMissing error={error} onRetry={() => void refetch()} />
  const back = `/segments/${segment.id}`
  const save = async (values: Partial<RuleValues>) => {
    await api.patch<Segment>(`/v1${back}`, values)
    void refresh()
    void navigate({ to: toPath(back) })
  }
  return (
    <Page title={t('form.editTitle', { name: segment.name })} above={<BackLink to={back}>{segment.name}</BackLink>} width={segment.definition ? 'wide' : 'text'}>
      {segment.definition ? (
        <>
          <Note>{t('form.editHint')}</Note>
          <RuleForm
            key={segment.id}
            initial={{ name: segment.name, description: segment.description, definition: segment.definition }}
            segmentId={segment.id}
            // The same rule again would be a new version and fill the segment anew, which only helps where that failed.
            onSave={({ definition, ...words }) => save(segment.status !== 'failed' && JSON.stringify(definition) === JSON.stringify(segment.definition) ? words : { ...words, definition })}
            cancelTo={toPath(back)}
          />
        </>
      ) : (
        <ListWordsForm segment={segment} onSave={save} cancelTo={toPath(back)} />
      )}
    </Page>
  )
}

interface ListWordsFormProps {
  segment: Segment
  onSave: (values: { name: string; description: string }) => Promise<unknown>
  cancelTo: string
}

function ListWordsForm({ segment, onSave, cancelTo }: ListWordsFormProps) {
  const { t } = useTranslation('segments')
  const { t: tUi } = useTranslation('ui')
  const [words, setWords] = useState({ name: segment.name, description: segment.description })
  const form = useSubmit(() => onSave(words))
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <Stack gap="md">
        <NameFields value={words} onChange={setWords} errorOf={form.errorOf} />
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Group gap="xs">
          <Button type="submit" loading={form.isBusy} disabled={!words.name.trim()}>{t('form.save')}</Button>
          <Button component={Link} to={cancelTo} variant="default">{tUi('cancel')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
