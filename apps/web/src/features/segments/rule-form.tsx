import { Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Definition } from '@contract/segments/conditions.contract.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Section } from '../../ui/page.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { RuleEditor } from './builder/rule-editor.tsx'
import { findRuleGap } from './builder/rule-gaps.ts'
import { RulePreview } from './builder/rule-preview.tsx'
import { NameFields } from './name-fields.tsx'
import classes from './segments.module.css'

export interface RuleValues {
  name: string
  description: string
  definition: Definition
}

interface RuleFormProps {
  initial: RuleValues
  /** The segment that is being edited. */
  segmentId?: string
  onSave: (values: RuleValues) => Promise<unknown>
  /** Where "Cancel" leads. */
  cancelTo: string
}

/** Name and rule at the left, who the rule holds at the right. What was typed stays when the server refuses it. */
export function RuleForm({ initial, segmentId, onSave, cancelTo }: RuleFormProps) {
  const { t } = useTranslation('segments')
  const { t: tUi } = useTranslation('ui')
  const [words, setWords] = useState({ name: initial.name, description: initial.description })
  const [definition, setDefinition] = useState(initial.definition)
  const formId = useId()
  const form = useSubmit(async () => {
    const gap = findRuleGap(definition)
    if (gap) throw new Error(t(`builder.gap.${gap}`))
    await onSave({ ...words, definition })
  })
  const problems = form.details.filter(({ path }) => path.startsWith('definition'))
  const edited = segmentId === undefined ? {} : { segmentId }
  return (
    <div className={classes.editor}>
      <Stack gap="xl">
        {/* The rule stands outside the form, so that Enter in one of its fields does not send it. */}
        <form
          id={formId}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void form.submit()
          }}
        >
          <Stack gap="md">
            <NameFields value={words} onChange={setWords} errorOf={form.errorOf} />
          </Stack>
        </form>
        <Section title={t('form.rule')} description={t('form.ruleHint')}>
          <RuleEditor value={definition} onChange={setDefinition} {...edited} />
        </Section>
        {form.failure && (
          <FailureNote>
            {form.failure}
            {problems.length > 0 && <ul style={{ margin: '4px 0 0', paddingLeft: 18 }}>{problems.map(({ path, message }) => <li key={path}>{message}</li>)}</ul>}
          </FailureNote>
        )}
        <div className={classes.buttons}>
          <Button type="submit" form={formId} loading={form.isBusy} disabled={!words.name.trim()}>{t('form.save')}</Button>
          <Button component={Link} to={cancelTo} variant="default">{tUi('cancel')}</Button>
        </div>
      </Stack>
      <div className={classes.preview}>
        <RulePreview definition={definition} {...edited} />
      </div>
    </div>
  )
}
