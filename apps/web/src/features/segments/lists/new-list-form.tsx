import { Button, Group, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeMembersReply, Segment } from '@contract/segments/segments.contract.ts'
import { api } from '../../../app/api.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { FailureNote, Note } from '../../../ui/failure-note.tsx'
import { useSubmit } from '../../../ui/use-submit.ts'
import { NameFields } from '../name-fields.tsx'
import { useRefreshSegments } from '../use-segment-changes.ts'
import { addPeople, isEmptySource, maxFileBytes, noSource } from './add-people.ts'
import { AddedPeople } from './added-people.tsx'
import { PeopleSourceFields } from './people-source-fields.tsx'

/** Makes a list that is kept by hand: a name and, at once or later, its people. */
export function NewListForm({ onCreated }: { onCreated: (list: Segment) => void }) {
  const { t } = useTranslation('segments')
  const { t: tUi } = useTranslation('ui')
  const toPath = useWorkspacePath()
  const refresh = useRefreshSegments()
  const [words, setWords] = useState({ name: '', description: '' })
  const [source, setSource] = useState(noSource)
  const [result, setResult] = useState<{ list: Segment; reply: ChangeMembersReply } | null>(null)
  // When the import fails the list is there already; the next try must not make another.
  const made = useRef<Segment | null>(null)
  const form = useSubmit(async () => {
    made.current = made.current
      ? await api.patch<Segment>(`/v1/segments/${made.current.id}`, words)
      : await api.post<Segment>('/v1/segments', { ...words, kind: 'static' })
    const list = made.current
    if (isEmptySource(source)) onCreated(list)
    else setResult({ list, reply: await addPeople(list.id, source) })
    await refresh()
  })
  if (result) {
    return (
      <Stack gap="md" maw={720}>
        <Note tone="good">{t('list.made', { name: result.list.name })}</Note>
        <AddedPeople reply={result.reply} />
        <div>
          <Button component={Link} to={toPath(`/segments/${result.list.id}`)}>{t('list.open')}</Button>
        </div>
      </Stack>
    )
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <Stack gap="md" maw={720}>
        <NameFields value={words} onChange={setWords} errorOf={form.errorOf} />
        <PeopleSourceFields value={source} onChange={setSource} />
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Group gap="xs">
          <Button type="submit" loading={form.isBusy} disabled={!words.name.trim() || (source.file?.size ?? 0) > maxFileBytes}>{t('form.saveList')}</Button>
          <Button component={Link} to={toPath('/segments')} variant="default">{tUi('cancel')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
