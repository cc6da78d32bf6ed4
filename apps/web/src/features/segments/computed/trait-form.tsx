import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Computation } from '@contract/segments/computed-traits.contract.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { Section } from '../../../ui/page.tsx'
import { useSubmit } from '../../../ui/use-submit.ts'
import { findComputationGap } from '../builder/computation.ts'
import { ComputationEditor } from '../builder/computed-trait-form.tsx'
import { TraitPreview } from './trait-preview.tsx'
import { suggestKey } from './suggest-key.ts'
import classes from '../segments.module.css'

export interface TraitValues {
  key: string
  name: string
  description: string
  computation: Computation
}

interface TraitFormProps {
  initial: TraitValues
  /** The name of a trait that exists stays: rules refer to it. */
  isKeyFixed?: boolean
  onSave: (values: TraitValues) => Promise<unknown>
}

/** Name and computation at the left, what it would give at the right. */
export function TraitForm({ initial, isKeyFixed = false, onSave }: TraitFormProps) {
  const { t } = useTranslation('segments')
  const { t: tUi } = useTranslation('ui')
  const toPath = useWorkspacePath()
  const [values, setValues] = useState(initial)
  const [hasOwnKey, setHasOwnKey] = useState(isKeyFixed)
  const form = useSubmit(async () => {
    if (findComputationGap(values.computation)) throw new Error(t('trait.incomplete'))
    await onSave(values)
  })
  const formId = useId()
  const change = (changes: Partial<TraitValues>) => setValues((previous) => ({ ...previous, ...changes }))
  const rename = (name: string) => change(hasOwnKey ? { name } : { name, key: suggestKey(name) })
  const problems = form.details.filter(({ path }) => path.startsWith('computation'))
  return (
    <div className={classes.editor}>
      <Stack gap="xl">
        {/* The computation stands outside the form, so that Enter in one of its fields does not send it. */}
        <form
          id={formId}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void form.submit()
          }}
        >
          <Stack gap="md">
            <TextInput label={t('form.name')} maxLength={100} autoComplete="off" value={values.name} error={form.errorOf('name')} onChange={(event) => rename(event.currentTarget.value)} />
            <TextInput
              label={t('trait.key')}
              description={t(isKeyFixed ? 'trait.keyFixed' : 'trait.keyHint')}
              maxLength={60}
              readOnly={isKeyFixed}
              value={values.key}
              error={form.errorOf('key')}
              onChange={(event) => {
                setHasOwnKey(true)
                change({ key: event.currentTarget.value })
              }}
            />
            <Textarea label={t('form.description')} autosize minRows={1} maxRows={5} maxLength={1000} value={values.description} error={form.errorOf('description')} onChange={(event) => change({ description: event.currentTarget.value })} />
          </Stack>
        </form>
        <Section title={t('trait.computes')} description={t('trait.computesHint')}>
          <ComputationEditor value={values.computation} onChange={(computation) => change({ computation })} />
        </Section>
        {form.failure && (
          <FailureNote>
            {form.failure}
            {problems.length > 0 && <ul style={{ margin: '4px 0 0', paddingLeft: 18 }}>{problems.map(({ path, message }) => <li key={path}>{message}</li>)}</ul>}
          </FailureNote>
        )}
        <div className={classes.buttons}>
          <Button type="submit" form={formId} loading={form.isBusy} disabled={!values.name.trim() || !values.key}>{t('trait.save')}</Button>
          <Button component={Link} to={toPath('/computed-traits')} variant="default">{tUi('cancel')}</Button>
        </div>
      </Stack>
      <div className={classes.preview}>
        <TraitPreview computation={values.computation} />
      </div>
    </div>
  )
}
