import { ActionIcon, Menu, Select, Switch } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconCopy, IconDots, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Question } from '@contract/surveys/surveys.contract.ts'
import { Note } from '../../../ui/failure-note.tsx'
import { SchemaForm, makeLabel } from '../../../ui/schema-form.tsx'
import { useBuild, useIssue } from './build-context.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { changeQuestion, duplicateQuestion, makeConfig, moveQuestion, removeQuestion, renameQuestion } from './content.ts'
import { questionWidgets } from './form-widgets.tsx'
import { JumpList } from './jump-list.tsx'
import { KeyField } from './key-field.tsx'
import { EditedLanguage, LocalisedField } from './localised-field.tsx'
import classes from './build.module.css'

interface QuestionEditorProps {
  question: Question
  onOpen: (key: string | null) => void
}

/** Everything about one question: what it asks, how it is answered, when it is shown and where it leads. */
export function QuestionEditor({ question, onOpen }: QuestionEditorProps) {
  const { t } = useTranslation('surveys')
  const { content, change, types, issues, canWrite } = useBuild()
  const position = content.questions.findIndex(({ key }) => key === question.key)
  const type = types.find((each) => each.type === question.type)
  const set = (changes: Partial<Question>) => change(changeQuestion(content, question.key, { ...question, ...changes }))
  const changeType = (next: string | null) => {
    const chosen = types.find((each) => each.type === next)
    if (!chosen) return
    // What both types know, such as choices or the labels of a scale, stays.
    const made = makeConfig(chosen, content.languages.main)
    const known = Object.keys(chosen.configSchema.properties ?? {})
    const kept = Object.fromEntries(Object.entries(question.config).filter(([name]) => known.includes(name) && isSameForm(type?.configSchema.properties?.[name], chosen.configSchema.properties?.[name])))
    set({ type: chosen.type, config: { ...made, ...kept } })
  }
  return (
    <>
      <div className={classes.partHead}>
        <h2>{t('question.heading', { position: position + 1 })}</h2>
        {canWrite && <QuestionMenu question={question} position={position} onOpen={onOpen} />}
      </div>
      <EditedLanguage />
      <Select
        label={t('question.type')}
        description={type?.description}
        searchable
        disabled={!canWrite}
        data={types.map((each) => ({ value: each.type, label: each.label }))}
        value={question.type}
        error={useIssue('type')}
        onChange={changeType}
      />
      <LocalisedField label={t('question.title')} isRequired isLong value={question.title} error={useIssue('title')} pipesBefore={question.key} onChange={(title) => set({ title: title ?? { i18n: {} } })} />
      <LocalisedField label={t('question.description')} isLong value={question.description} error={useIssue('description')} pipesBefore={question.key} onChange={(description) => set({ description })} />
      {question.type !== 'statement' && <Switch label={t('question.required')} disabled={!canWrite} checked={question.isRequired} onChange={(event) => set({ isRequired: event.currentTarget.checked })} />}
      {type ? (
        <fieldset className={classes.plain} disabled={!canWrite}>
          <SchemaForm schema={type.configSchema} value={question.config} onChange={(config) => set({ config })} details={issues} pathPrefix="config" widgets={questionWidgets} nameOption={makeLabel} />
        </fieldset>
      ) : (
        <Note tone="warn">{t('question.unknownType', { type: question.type })}</Note>
      )}
      <Fold title={t('question.logic')} note={sayLogic(question, t)} isOpen={question.jumps.length > 0 || question.showIf !== undefined}>
        <h3>{t('logic.showIf')}</h3>
        {!question.showIf && <p className={classes.quiet}>{t('logic.always')}</p>}
        <ConditionEditor label={t('logic.showIf')} value={question.showIf} questions={content.questions.slice(0, position)} onChange={(showIf) => set({ showIf })} />
        <h3>{t('logic.jumps')}</h3>
        <JumpList question={question} onChange={(jumps) => set({ jumps })} />
      </Fold>
      <Fold title={t('question.export')} note={question.key}>
        <KeyField
          label={t('question.key')}
          description={t('question.keyHint')}
          value={question.key}
          taken={[...content.questions, ...content.endings].map(({ key }) => key)}
          onChange={(key) => {
            change(renameQuestion(content, question.key, key))
            onOpen(key)
          }}
        />
      </Fold>
    </>
  )
}

const isSameForm = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

function sayLogic(question: Question, t: ReturnType<typeof useTranslation<'surveys'>>['t']): string {
  return [question.showIf && t('logic.hasCondition'), question.jumps.length > 0 && t('logic.jumpCount', { count: question.jumps.length })].filter(Boolean).join(', ') || t('logic.none')
}

/** A part of the editor that is closed while nothing is set in it. */
function Fold({ title, note, isOpen = false, children }: { title: string; note: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details className={classes.fold} open={isOpen || undefined}>
      <summary>
        {title} <span className={classes.quiet}>{note}</span>
      </summary>
      <div className={classes.foldBody}>{children}</div>
    </details>
  )
}

function QuestionMenu({ question, position, onOpen }: { question: Question; position: number; onOpen: (key: string | null) => void }) {
  const { t } = useTranslation('surveys')
  const { content, change } = useBuild()
  const copy = () => {
    const made = duplicateQuestion(content, question)
    change(made.content)
    onOpen(made.key)
  }
  const remove = () => {
    change(removeQuestion(content, question.key))
    onOpen((content.questions[position + 1] ?? content.questions[position - 1])?.key ?? null)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target><ActionIcon size={28} aria-label={t('question.more')}><IconDots size={16} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconArrowUp size={16} aria-hidden />} disabled={position === 0} onClick={() => change(moveQuestion(content, position, position - 1))}>{t('question.up')}</Menu.Item>
        <Menu.Item leftSection={<IconArrowDown size={16} aria-hidden />} disabled={position === content.questions.length - 1} onClick={() => change(moveQuestion(content, position, position + 1))}>{t('question.down')}</Menu.Item>
        <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>{t('question.duplicate')}</Menu.Item>
        <Menu.Item c="var(--bad)" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove}>{t('question.remove')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
