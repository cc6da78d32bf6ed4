import { Button, Checkbox, MultiSelect, SegmentedControl, Select } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { memberPage } from '@contract/segments/segments.contract.ts'
import { api } from '../../../app/api.ts'
import { FailureNote, Note } from '../../../ui/failure-note.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Section } from '../../../ui/page.tsx'
import { useSubmit } from '../../../ui/use-submit.ts'
import { peopleSearchQuery, segmentNamesQuery } from '../../segments/index.ts'
import type { CreatedLinks } from '../survey-requests.ts'
import type { TabProps } from '../survey-view.ts'
import { saveLinks } from './save-links.ts'
import classes from './share.module.css'

const mostPeople = 1_000
const pageSize = 200

interface Receiver {
  id: string
  name: string
  email: string | null
}

/** The first people of a segment, page by page, and how many it has. */
async function readMembers(segmentId: string): Promise<{ receivers: Receiver[]; total: number }> {
  const members: Receiver[] = []
  let total = 0
  for (let cursor: string | null = ''; cursor !== null && members.length < mostPeople; ) {
    const page: z.infer<typeof memberPage> = await api.get(`/v1/segments/${segmentId}/members`, { query: { limit: pageSize, cursor } })
    members.push(...page.items.map(({ id, name, email }) => ({ id, name, email })))
    total = page.total
    cursor = page.nextCursor
  }
  return { receivers: members.slice(0, mostPeople), total }
}

/** Links that know who answers: for some people, or for a segment, as a file for a mail merge. */
export function PersonalSection({ survey, targeting, canWrite }: TabProps) {
  const { t } = useTranslation('surveys')
  const [way, setWay] = useState('people')
  const [search, setSearch] = useState('')
  const [people, setPeople] = useState<Receiver[]>([])
  const [segmentId, setSegmentId] = useState<string | null>(null)
  const [isSingleUse, setIsSingleUse] = useState(true)
  const [done, setDone] = useState<{ made: number; of: number } | null>(null)
  const found = useQuery({ ...peopleSearchQuery(search), enabled: way === 'people' && search !== '' })
  const segments = useQuery({ ...segmentNamesQuery, enabled: way === 'segment' })
  const form = useSubmit(async () => {
    setDone(null)
    const { receivers, total } = way === 'people' ? { receivers: people, total: people.length } : await readMembers(segmentId ?? '')
    if (receivers.length === 0) throw new Error(t('share.personal.nobody'))
    const { items } = await api.post<CreatedLinks>(`/v1/surveys/${survey.id}/links`, { profileIds: receivers.map(({ id }) => id), isSingleUse })
    saveLinks(survey.slug, items.map(({ profileId, url }) => {
      const receiver = receivers.find(({ id }) => id === profileId)
      return { name: receiver?.name ?? '', email: receiver?.email ?? '', profileId, url }
    }))
    setDone({ made: items.length, of: total })
  })
  if (!canWrite || !targeting.value.channels.link.isOn) return null
  if (survey.kind === 'employees') return <Section title={t('share.personal.title')}><p className={classes.quiet}>{t('share.personal.anonymous')}</p></Section>
  const known = [...people, ...(found.data ?? []).filter(({ id }) => !people.some((person) => person.id === id))]
  return (
    <Section title={t('share.personal.title')} description={t('share.personal.hint')}>
      <div className={classes.fields}>
        <SegmentedControl style={{ alignSelf: 'flex-start' }} aria-label={t('share.personal.whom')} data={(['people', 'segment'] as const).map((value) => ({ value, label: t(`share.personal.${value}`) }))} value={way} onChange={setWay} />
        {way === 'people' ? (
          <MultiSelect
            aria-label={t('share.personal.find')}
            placeholder={people.length === 0 ? t('share.personal.find') : ''}
            searchable
            searchValue={search}
            onSearchChange={setSearch}
            data={known.map(({ id, name }) => ({ value: id, label: name }))}
            value={people.map(({ id }) => id)}
            filter={({ options }) => options}
            nothingFoundMessage={search === '' ? undefined : t('share.personal.nothing')}
            onChange={(ids) => setPeople(known.filter(({ id }) => ids.includes(id)).map(({ id, name, email }) => ({ id, name, email })))}
          />
        ) : (
          <Select
            aria-label={t('share.personal.segment')}
            placeholder={t('share.personal.choose')}
            searchable
            maw={360}
            data={(segments.data ?? []).map(({ id, name, size }) => ({ value: id, label: t('share.personal.option', { name, n: formatNumber(size) }) }))}
            value={segmentId}
            onChange={setSegmentId}
          />
        )}
        <Checkbox label={t('share.personal.singleUse')} checked={isSingleUse} onChange={(event) => setIsSingleUse(event.currentTarget.checked)} />
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        {done && (
          <div role="status">
            <Note tone={done.made < done.of ? 'warn' : 'good'}>
              {t('share.personal.done', { count: done.made, n: formatNumber(done.made) })} {done.made < done.of && t('share.personal.notAll', { n: formatNumber(done.of) })}
            </Note>
          </div>
        )}
        <div>
          <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={form.isBusy} disabled={way === 'people' ? people.length === 0 : segmentId === null} onClick={() => void form.submit()}>{t('share.personal.download')}</Button>
        </div>
      </div>
    </Section>
  )
}
