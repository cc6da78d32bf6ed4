import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { describeFailure } from '../../app/api.ts'
import { FailureNote, Note } from '../../ui/failure-note.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { peopleQuery, personQuery } from './people-requests.ts'
import { PersonComparison } from './person-comparison.tsx'
import { PersonName } from './person-name.tsx'
import { useMerge } from './use-merges.ts'
import classes from './merge.module.css'

interface MergeFormProps {
  person: Person
  initialOther: { id: string; name: string } | undefined
  onClose: () => void
}

/** Finds the other profile, shows what will happen, and puts the two together. */
export function MergeForm({ person, initialOther, onClose }: MergeFormProps) {
  const { t } = useTranslation('people')
  const { t: tUi } = useTranslation('ui')
  const [otherId, setOtherId] = useState(initialOther?.id ?? '')
  const [reason, setReason] = useState('')
  const { data: other, error } = useQuery({ ...personQuery(otherId), enabled: otherId !== '' })
  const merge = useMerge()
  if (!otherId) return <PersonSearch exceptId={person.id} onChoose={setOtherId} />
  if (error) return <FailureNote>{describeFailure(error)}</FailureNote>
  if (!other) return <TextSkeleton lines={6} />
  const submit = () => merge.mutate({ keepId: person.id, otherId: other.id, otherName: other.name, reason: reason.trim() }, { onSuccess: onClose })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="md">
        <PersonComparison left={person} right={other} keep="left" />
        <Note tone={person.isIdentified && other.isIdentified ? 'warn' : 'neutral'}>
          {person.isIdentified && other.isIdentified && <strong>{t('merge.bothIdentified')} </strong>}
          {t('merge.happens', { other: other.name, name: person.name })}
        </Note>
        <TextInput label={t('merge.reason')} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        {merge.error && <FailureNote>{describeFailure(merge.error)}</FailureNote>}
        <Group justify="space-between" gap="xs">
          <Button variant="subtle" color="gray" onClick={() => setOtherId('')}>{t('merge.another')}</Button>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>{tUi('cancel')}</Button>
            <Button type="submit" loading={merge.isPending}>{t('merge.submit')}</Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

function PersonSearch({ exceptId, onChoose }: { exceptId: string; onChoose: (id: string) => void }) {
  const { t } = useTranslation('people')
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search.trim(), 200)
  const people = useInfiniteQuery({ ...peopleQuery({ search: settled }), enabled: settled.length > 0 })
  const found = (settled ? people.data?.pages[0]?.items : undefined)?.filter((row) => row.id !== exceptId).slice(0, 8)
  return (
    <Stack gap="sm" mih={280}>
      <TextInput
        label={t('merge.find')}
        placeholder={t('list.search')}
        data-autofocus
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {people.error && <FailureNote>{describeFailure(people.error)}</FailureNote>}
      {settled && !found && !people.error && <TextSkeleton lines={4} />}
      {found?.length === 0 && <Text size="sm" c="dimmed">{t('merge.nobody')}</Text>}
      <div aria-live="polite">
        {found?.map((row) => (
          <button key={row.id} type="button" className={classes.found} onClick={() => onChoose(row.id)}>
            <PersonName id={row.id} name={row.name} isIdentified={row.isIdentified} sizePixels={28} detail={[row.email === row.name ? null : row.email, row.phone, row.userId].filter(Boolean).join(' · ')} />
          </button>
        ))}
      </div>
    </Stack>
  )
}
