// The screens around the questions: the welcome and the endings.
import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ending } from '@contract/surveys/surveys.contract.ts'
import { Note } from '../../../ui/failure-note.tsx'
import { useBuild, useIssue } from './build-context.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { changeEnding, removeEnding } from './content.ts'
import { EditedLanguage, LocalisedField } from './localised-field.tsx'
import { isWebAddress } from './unfinished.ts'
import classes from './build.module.css'

export const endingKinds = ['thanks', 'call_back', 'review'] as const

export function WelcomeEditor() {
  const { t } = useTranslation('surveys')
  const { content, change, canWrite } = useBuild()
  const { welcome } = content
  const titleIssue = useIssue('title')
  if (!welcome) {
    return (
      <>
        <div className={classes.partHead}><h2>{t('welcome.title')}</h2></div>
        <p className={classes.quiet}>{t('welcome.none')}</p>
        {canWrite && <div><Button variant="default" onClick={() => change({ ...content, welcome: { title: { i18n: { [content.languages.main]: t('welcome.first') } } } })}>{t('welcome.add')}</Button></div>}
      </>
    )
  }
  const set = (changes: Partial<typeof welcome>) => change({ ...content, welcome: { ...welcome, ...changes } })
  return (
    <>
      <div className={classes.partHead}>
        <h2>{t('welcome.title')}</h2>
        {canWrite && <ActionIcon size={28} aria-label={t('welcome.remove')} title={t('welcome.remove')} onClick={() => change({ ...content, welcome: undefined })}><IconTrash size={16} /></ActionIcon>}
      </div>
      <EditedLanguage />
      <LocalisedField label={t('welcome.heading')} isRequired value={welcome.title} error={titleIssue} pipesBefore={content.questions[0]?.key ?? null} onChange={(title) => set({ title: title ?? { i18n: {} } })} />
      <LocalisedField label={t('welcome.text')} isLong value={welcome.text} pipesBefore={content.questions[0]?.key ?? null} onChange={(text) => set({ text })} />
      <LocalisedField label={t('welcome.button')} placeholder={t('welcome.buttonDefault')} value={welcome.buttonLabel} onChange={(buttonLabel) => set({ buttonLabel })} />
    </>
  )
}

export function EndingEditor({ ending, onRemoved }: { ending: Ending; onRemoved: () => void }) {
  const { t } = useTranslation('surveys')
  const { content, change, canWrite } = useBuild()
  const set = (changes: Partial<Ending>) => change(changeEnding(content, ending.key, { ...ending, ...changes }))
  const isReview = ending.kind === 'review'
  const urlIssue = useIssue('url')
  const [isUrlLeft, setIsUrlLeft] = useState(true)
  return (
    <>
      <div className={classes.partHead}>
        <h2>{t(`ending.kind.${ending.kind}`)}</h2>
        {canWrite && content.endings.length > 1 && (
          <ActionIcon size={28} aria-label={t('ending.remove')} title={t('ending.remove')} onClick={() => {
            change(removeEnding(content, ending.key))
            onRemoved()
          }}><IconTrash size={16} /></ActionIcon>
        )}
      </div>
      <EditedLanguage />
      <Select label={t('ending.type')} description={t(`ending.hint.${ending.kind}`)} disabled={!canWrite} data={endingKinds.map((kind) => ({ value: kind, label: t(`ending.kind.${kind}`) }))} value={ending.kind} onChange={(kind) => set({ kind: kind as Ending['kind'], ...(kind === 'review' ? { showIf: undefined } : {}) })} />
      {isReview && <Note>{t('ending.everyone')}</Note>}
      <LocalisedField label={t('ending.title')} isRequired value={ending.title} error={useIssue('title')} pipesBefore="" onChange={(title) => set({ title: title ?? { i18n: {} } })} />
      <LocalisedField label={t('ending.text')} isLong value={ending.text} error={useIssue('text')} pipesBefore="" onChange={(text) => set({ text })} />
      {ending.kind !== 'call_back' && (
        <TextInput
          label={t(isReview ? 'ending.reviewUrl' : 'ending.url')}
          type="url"
          placeholder="https://…"
          error={(isUrlLeft && ending.url && !isWebAddress(ending.url) ? t('ending.urlWrong') : undefined) ?? urlIssue}
          withAsterisk={isReview}
          readOnly={!canWrite}
          value={ending.url ?? ''}
          onFocus={() => setIsUrlLeft(false)}
          onBlur={() => setIsUrlLeft(true)}
          onChange={(event) => set({ url: event.currentTarget.value.trim() || undefined })}
        />
      )}
      <LocalisedField label={t('ending.button')} value={ending.buttonLabel} error={useIssue('buttonLabel')} onChange={(buttonLabel) => set({ buttonLabel })} />
      <h3>{t('ending.showIf')}</h3>
      {!ending.showIf && <p className={classes.quiet}>{t('ending.otherwise')}</p>}
      <ConditionEditor label={t('ending.showIf')} isPersonOnly={isReview} value={ending.showIf} questions={content.questions} onChange={(showIf) => set({ showIf })} />
    </>
  )
}
