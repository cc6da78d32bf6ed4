import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../../app/api.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { questionTypesQuery, type Survey } from '../survey-requests.ts'
import type { TabProps } from '../survey-view.ts'
import { BuildContext, useBuild, type BuildState } from './build-context.ts'
import { LanguageEditor } from './language-editor.tsx'
import { nameLanguage } from './languages.ts'
import { PartList } from './part-list.tsx'
import { findPart, readPart, writePart, type FixedPart, type Part } from './parts.ts'
import { QuestionEditor } from './question-editor.tsx'
import { EndingEditor, WelcomeEditor } from './screen-editors.tsx'
import { SurveyPreview } from './survey-preview.tsx'
import { ThemeEditor } from './theme-editor.tsx'
import { HiddenEditor, ScoresEditor } from './value-editors.tsx'
import { VersionList } from './version-list.tsx'
import classes from './build.module.css'

const partsWithTexts: Array<Part['kind']> = ['welcome', 'question', 'ending']

/** The parts of the survey, the open one to be edited, and what comes of it. */
export function BuildTab({ survey, content: draft, issues, view, onView, canWrite }: TabProps) {
  const { t } = useTranslation('surveys')
  const { data: types, error } = useQuery(questionTypesQuery)
  const content = draft.value
  const { main, others } = content.languages
  const language = [main, ...others].includes(view.language) ? view.language : main
  const part = readPart(view.part, content)
  const editor = useRef<HTMLElement>(null)
  const open = (next: Part) => {
    onView({ part: writePart(next) })
    // Where the parts stand above the editor, it would open out of sight.
    if (matchMedia('(max-width: 56em)').matches) requestAnimationFrame(() => editor.current?.scrollIntoView({ block: 'start' }))
  }
  const troubled = useMemo(() => new Set(issues.flatMap(({ path }) => findPart(path, content)?.part ?? []).map(writePart)), [issues, content])
  if (!types) return error ? <FailureNote>{describeFailure(error)}</FailureNote> : <TextSkeleton lines={12} />
  const state: BuildState = {
    content, change: draft.change, language, types, canWrite,
    issues: issues.flatMap((issue) => {
      const found = findPart(issue.path, content)
      return found && writePart(found.part) === writePart(part) ? { ...issue, path: found.rest } : []
    }),
  }
  return (
    <BuildContext value={state}>
      <div className={classes.columns}>
        <PartList part={part} onOpen={open} troubled={troubled} />
        <section ref={editor} className={classes.editor} aria-label={t('parts.editor')}>
          {others.length > 0 && partsWithTexts.includes(part.kind) && (
            <div className={classes.languageBar}>
              <span className={classes.quiet} id="edited-language">{t('language.edited')}</span>
              <Select aria-labelledby="edited-language" w={180} data={[main, ...others].map((value) => ({ value, label: nameLanguage(value) }))} value={language} onChange={(next) => onView({ language: next === main ? '' : (next ?? '') })} />
            </div>
          )}
          <PartEditor key={writePart(part)} part={part} survey={survey} draft={draft} onOpen={open} onLanguage={(next) => onView({ language: next === main ? '' : next })} />
        </section>
        <aside className={classes.preview} aria-label={t('preview.title')}>
          <SurveyPreview content={content} language={language} at={'key' in part ? part.key : part.kind} hasDevices />
        </aside>
      </div>
    </BuildContext>
  )
}

function PartEditor({ part, survey, draft, onOpen, onLanguage }: { part: Part; survey: Survey; draft: TabProps['content']; onOpen: (part: Part) => void; onLanguage: (language: string) => void }) {
  const { content } = useBuild()
  if (part.kind === 'question') {
    const question = content.questions.find(({ key }) => key === part.key)
    return question && <QuestionEditor question={question} onOpen={(key) => onOpen(key === null ? { kind: 'welcome' } : { kind: 'question', key })} />
  }
  if (part.kind === 'ending') {
    const ending = content.endings.find(({ key }) => key === part.key)
    const other = content.endings.find(({ key }) => key !== part.key)
    return ending && <EndingEditor ending={ending} onRemoved={() => onOpen(other ? { kind: 'ending', key: other.key } : { kind: 'welcome' })} />
  }
  const editors: Record<FixedPart, ReactNode> = {
    welcome: <WelcomeEditor />, hidden: <HiddenEditor />, scores: <ScoresEditor />, theme: <ThemeEditor />, languages: <LanguageEditor onLanguage={onLanguage} />, versions: <VersionList survey={survey} draft={draft} />,
  }
  return editors[part.kind]
}
