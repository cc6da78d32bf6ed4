import { Button, Checkbox, NumberInput, Select, Stack, Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, describeFailure } from '../../../app/api.ts'
import { useCan } from '../../../app/session.ts'
import { CodeBlock, CopyableValue } from '../../../ui/code-block.tsx'
import { FailureNote, Note } from '../../../ui/failure-note.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { useSubmit } from '../../../ui/use-submit.ts'
import { settingsQuery, type SurveySettingsReply } from '../survey-requests.ts'
import classes from './survey-settings.module.css'

const units = ['hours', 'days', 'weeks'] as const
const firstCap: NonNullable<SurveySettingsReply['cap']> = { count: 4, within: { amount: 365, unit: 'days' } }

/** What holds over all surveys: the rest between them, the cap a person, signed user ids. */
export function SurveySettingsPage() {
  const { t } = useTranslation('surveys')
  const { data: settings, error } = useQuery(settingsQuery)
  return (
    <Page title={t('settings.title')} description={t('settings.description')} width="text">
      {error && <FailureNote>{describeFailure(error)}</FailureNote>}
      {!settings && !error && <TextSkeleton lines={8} />}
      {settings && <SettingsForm settings={settings} />}
    </Page>
  )
}

function SettingsForm({ settings }: { settings: SurveySettingsReply }) {
  const { t } = useTranslation('surveys')
  const queryClient = useQueryClient()
  const canWrite = useCan('surveys:write')
  const { signingSecret, ...stored } = settings
  const [values, setValues] = useState(stored)
  const set = (changes: Partial<typeof values>) => setValues((previous) => ({ ...previous, ...changes }))
  const form = useSubmit(async () => {
    const saved = await api.put<SurveySettingsReply>('/v1/surveys/settings', values)
    queryClient.setQueryData(settingsQuery.queryKey, saved)
    notifications.show({ message: t('settings.saved') })
  })
  const { cap } = values
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <fieldset disabled={!canWrite} className={classes.plain}>
        <Stack gap="xl">
          {!canWrite && <Note>{t('settings.readOnly')}</Note>}
          <Section title={t('settings.rest')} description={values.restDays === 0 ? t('settings.restOff') : t('settings.restMeaning', { count: values.restDays })}>
            <NumberInput label={t('settings.restDays')} min={0} max={3_650} allowDecimal={false} w={160} value={values.restDays} error={form.errorOf('restDays')} onChange={(days) => set({ restDays: Number(days) })} />
          </Section>
          <Section title={t('settings.cap')} description={cap ? t('settings.capMeaning', { count: cap.count, within: t(`audience.within.${cap.within.unit}`, { count: cap.within.amount }) }) : t('settings.capOff')}>
            <Checkbox label={t('settings.capOn')} checked={cap !== null} onChange={(event) => set({ cap: event.currentTarget.checked ? firstCap : null })} />
            {cap && (
              <div className={classes.line}>
                <NumberInput label={t('settings.capCount')} min={1} max={1_000} allowDecimal={false} w={120} value={cap.count} error={form.errorOf('cap.count')} onChange={(count) => set({ cap: { ...cap, count: Number(count) } })} />
                <NumberInput label={t('settings.capWithin')} min={1} max={3_660} allowDecimal={false} w={120} value={cap.within.amount} error={form.errorOf('cap.within')} onChange={(amount) => set({ cap: { ...cap, within: { ...cap.within, amount: Number(amount) } } })} />
                <Select aria-label={t('settings.capUnit')} w={120} data={units.map((unit) => ({ value: unit, label: t(`settings.unit.${unit}`) }))} value={cap.within.unit} onChange={(unit) => set({ cap: { ...cap, within: { ...cap.within, unit: unit as 'days' } } })} />
              </div>
            )}
          </Section>
          <Section title={t('settings.signatures')} description={t('settings.signaturesHint')}>
            <Switch label={t('settings.required')} description={t('settings.requiredHint')} checked={values.isSignatureRequired} onChange={(event) => set({ isSignatureRequired: event.currentTarget.checked })} />
          </Section>
          {form.failure && form.details.length === 0 && <FailureNote>{form.failure}</FailureNote>}
          {canWrite && <div><Button type="submit" loading={form.isBusy} disabled={JSON.stringify(values) === JSON.stringify(stored)}>{t('settings.save')}</Button></div>}
        </Stack>
      </fieldset>
      {signingSecret !== null && <Signing secret={signingSecret} />}
    </form>
  )
}

const example = `import { createHmac } from 'node:crypto'

const signature = createHmac('sha256', process.env.RAPPORT_SIGNING_SECRET)
  .update(user.id)
  .digest('hex')`
const pageExample = `rapport.identify('USER_ID', {}, { signature: 'FROM_YOUR_SERVER' })`

/** The secret, only when it is asked for, and how it is used. */
function Signing({ secret }: { secret: string }) {
  const { t } = useTranslation('surveys')
  const [isShown, setIsShown] = useState(false)
  return (
    <div className={classes.signing}>
      <div className={classes.label}>{t('settings.secret')}</div>
      {isShown ? <CopyableValue value={secret} label={t('settings.secret')} /> : <div><Button variant="default" onClick={() => setIsShown(true)}>{t('settings.show')}</Button></div>}
      <p className={classes.hint}>{t('settings.onServer')}</p>
      <CodeBlock label={t('settings.onServer')} code={example} />
      <p className={classes.hint}>{t('settings.onPage')}</p>
      <CodeBlock label={t('settings.onPage')} code={pageExample} />
    </div>
  )
}
