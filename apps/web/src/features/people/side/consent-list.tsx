import { ActionIcon, Autocomplete, Button, Group, Select, Stack, Switch } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { InlineForm } from '../../../ui/inline-form.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { Time } from '../../../ui/time.tsx'
import type { ConsentState } from '../people-requests.ts'
import { labelTrait } from '../trait-value.ts'
import { useSetConsent, type ConsentChange } from '../use-person-changes.ts'
import { NothingYet, SideSection } from './side-section.tsx'
import classes from './side.module.css'

const consentChannels = ['email', 'sms', 'phone', 'push', 'whatsapp', 'post'] as const

/** What the person has agreed to, per purpose and channel. */
export function ConsentList({ person, canWrite }: { person: Person; canWrite: boolean }) {
  const { t } = useTranslation('people')
  const [isAdding, setIsAdding] = useState(false)
  const setConsent = useSetConsent(person.id)
  return (
    <SideSection
      title={t('consent.title')}
      action={canWrite && <ActionIcon size={24} aria-label={t('consent.add')} title={t('consent.add')} onClick={() => setIsAdding(true)}><IconPlus size={16} /></ActionIcon>}
    >
      {isAdding && <NewConsent onSave={(change) => setConsent.mutate(change)} onClose={() => setIsAdding(false)} />}
      {person.consent.length === 0 && !isAdding && <NothingYet>{t('consent.none')}</NothingYet>}
      <ul className={classes.list}>
        {person.consent.map((state) => (
          <ConsentItem key={`${state.purpose}:${state.channel ?? ''}`} state={state} onChange={canWrite ? (isGranted) => setConsent.mutate({ purpose: state.purpose, channel: state.channel, isGranted }) : undefined} />
        ))}
      </ul>
    </SideSection>
  )
}

function ConsentItem({ state, onChange }: { state: ConsentState; onChange: ((isGranted: boolean) => void) | undefined }) {
  const { t } = useTranslation('people')
  const channel = state.channel === null ? t('consent.everyChannel') : t(`consent.channels.${state.channel}`, state.channel)
  return (
    <li className={classes.entry}>
      <div className={classes.entryWords}>
        <div className={classes.entryTitle}>
          {labelTrait(state.purpose)} · {channel}
        </div>
        <div className={classes.entryDetail}>
          <Time value={state.at} />
          {state.source && ` · ${state.source}`}
        </div>
      </div>
      <Group gap={8} wrap="nowrap">
        <Tag tone={state.isGranted ? 'good' : 'bad'}>{t(state.isGranted ? 'consent.granted' : 'consent.withdrawn')}</Tag>
        {onChange && (
          <Switch size="xs" checked={state.isGranted} onChange={(event) => onChange(event.currentTarget.checked)} aria-label={t('consent.switch', { purpose: labelTrait(state.purpose), channel })} />
        )}
      </Group>
    </li>
  )
}

function NewConsent({ onSave, onClose }: { onSave: (change: ConsentChange) => void; onClose: () => void }) {
  const { t } = useTranslation('people')
  const { t: tUi } = useTranslation('ui')
  const [purpose, setPurpose] = useState('')
  const [channel, setChannel] = useState('')
  const save = (isGranted: boolean) => {
    if (!purpose.trim()) return
    onSave({ purpose: purpose.trim(), channel: channel || null, isGranted })
    onClose()
  }
  return (
    <InlineForm onSubmit={() => save(true)} onCancel={onClose}>
      <Stack gap={8} mb={12}>
        <Group gap={8} grow align="flex-start">
          <Autocomplete comboboxProps={{ withinPortal: false }} label={t('consent.purpose')} data={['marketing', 'analytics', 'personalisation', 'research']} maxLength={100} value={purpose} onChange={setPurpose} />
          <Select comboboxProps={{ withinPortal: false }} label={t('consent.channel')} data={[{ value: '', label: t('consent.everyChannel') }, ...consentChannels.map((each) => ({ value: each, label: t(`consent.channels.${each}`) }))]} value={channel} onChange={(next) => setChannel(next ?? '')} />
        </Group>
        <Group gap={8} justify="flex-end">
          <Button size="compact-sm" variant="default" onClick={onClose}>{tUi('cancel')}</Button>
          <Button size="compact-sm" variant="default" disabled={!purpose.trim()} onClick={() => save(false)}>{t('consent.withdraw')}</Button>
          <Button size="compact-sm" type="submit" disabled={!purpose.trim()}>{t('consent.grant')}</Button>
        </Group>
      </Stack>
    </InlineForm>
  )
}
