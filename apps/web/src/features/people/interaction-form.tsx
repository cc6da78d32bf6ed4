import { Button, Group, NumberInput, SegmentedControl, Select, Stack, Textarea, TextInput, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { interactionRequest } from '@contract/people/people.contract.ts'
import { describeFailure } from '../../app/api.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useLog } from './use-log.ts'

type Interaction = z.input<typeof interactionRequest>
const kinds = ['call', 'store_visit', 'meeting', 'letter', 'other'] as const
const outcomes = ['none', 'resolved', 'open'] as const

/** Something that happened away from any screen: a call, a visit to a shop. */
export function InteractionForm({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useTranslation('people')
  const { t: tUi } = useTranslation('ui')
  const [fields, setFields] = useState<Interaction>({ kind: 'call', direction: 'in', outcome: 'none', summary: '' })
  const [minutes, setMinutes] = useState<number | string>('')
  const [localTime, setLocalTime] = useState('')
  const log = useLog<Interaction>(personId, 'interactions', t('interaction.done'), onClose)
  const change = (changes: Partial<Interaction>) => setFields((previous) => ({ ...previous, ...changes }))
  const hasDirection = fields.kind === 'call' || fields.kind === 'letter'
  const send = () => {
    if (!fields.summary.trim()) return
    log.mutate({
      ...fields,
      place: fields.place?.trim() || undefined,
      durationMinutes: typeof minutes === 'number' ? minutes : undefined,
      at: localTime ? new Date(localTime).toISOString() : undefined,
    })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Stack gap="md">
        <Group grow align="flex-end">
          <Select comboboxProps={{ withinPortal: false }} label={t('interaction.kind')} data={kinds.map((kind) => ({ value: kind, label: t(`interaction.kinds.${kind}`) }))} value={fields.kind} onChange={(kind) => kind && change({ kind: kind as Interaction['kind'] })} />
          {hasDirection && (
            <SegmentedControl
              aria-label={t('interaction.direction')}
              data={[{ value: 'in', label: t('interaction.in') }, { value: 'out', label: t('interaction.out') }]}
              value={fields.direction ?? 'in'}
              onChange={(direction) => change({ direction: direction === 'out' ? 'out' : 'in' })}
            />
          )}
        </Group>
        <Textarea label={t('interaction.summary')} placeholder={t('interaction.summaryExample')} data-autofocus autosize minRows={3} maxRows={10} maxLength={2000} value={fields.summary} onChange={(event) => change({ summary: event.currentTarget.value })} />
        <div>
          <Text size="sm" fw={550} mb={4} id="interaction-outcome">{t('interaction.outcome')}</Text>
          <SegmentedControl
            fullWidth
            aria-labelledby="interaction-outcome"
            data={outcomes.map((outcome) => ({ value: outcome, label: t(`interaction.outcomes.${outcome}`) }))}
            value={fields.outcome ?? 'none'}
            onChange={(outcome) => change({ outcome: outcomes.find((each) => each === outcome) ?? 'none' })}
          />
        </div>
        <Group grow align="flex-start">
          <TextInput label={t('interaction.place')} maxLength={200} value={fields.place ?? ''} onChange={(event) => change({ place: event.currentTarget.value })} />
          <NumberInput label={t('interaction.minutes')} min={0} max={1440} value={minutes} onChange={setMinutes} />
        </Group>
        <TextInput type="datetime-local" label={t('interaction.at')} description={t('interaction.atHint')} value={localTime} onChange={(event) => setLocalTime(event.currentTarget.value)} />
        {log.error && <FailureNote>{describeFailure(log.error)}</FailureNote>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{tUi('cancel')}</Button>
          <Button type="submit" loading={log.isPending} disabled={!fields.summary.trim()}>{t('interaction.submit')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
