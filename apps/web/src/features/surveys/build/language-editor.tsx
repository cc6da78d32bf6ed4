import { ActionIcon, Button, Checkbox, Progress, Select, Textarea } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { makeLabel } from '../../../ui/schema-form.tsx'
import { Note } from '../../../ui/failure-note.tsx'
import { formatShare } from '../survey-columns.tsx'
import { useBuild } from './build-context.ts'
import { languageOptions, nameLanguage } from './languages.ts'
import { listTexts, measureCompleteness, removeLanguage, translate, type FoundText } from './texts.ts'
import classes from './build.module.css'

/** Languages, how complete each is, and the translation of one of them side by side with the main one. */
export function LanguageEditor({ onLanguage }: { onLanguage: (language: string) => void }) {
  const { t } = useTranslation('surveys')
  const { content, change, language, canWrite } = useBuild()
  const { main, others } = content.languages
  const [wanted, setWanted] = useState<string | null>(null)
  const translated = language === main ? others[0] : language
  const add = (tag: string) => {
    change({ ...content, languages: { main, others: [...others, tag] } })
    setWanted(null)
    onLanguage(tag)
  }
  return (
    <>
      <div className={classes.partHead}><h2>{t('language.title')}</h2></div>
      <ul className={classes.languages}>
        {[main, ...others].map((tag) => (
          <li key={tag}>
            <span className={classes.languageName}>{nameLanguage(tag)} {tag === main && <span className={classes.quiet}>{t('language.main')}</span>}</span>
            <Progress value={measureCompleteness(content, tag) * 100} aria-label={t('language.completeness', { language: nameLanguage(tag) })} size="sm" />
            <span className="numbers">{formatShare(measureCompleteness(content, tag))}</span>
            {canWrite && tag !== main ? (
              <ActionIcon size={28} aria-label={t('language.remove', { language: nameLanguage(tag) })} onClick={() => {
                change(removeLanguage(content, tag))
                if (language === tag) onLanguage(main)
              }}><IconX size={14} /></ActionIcon>
            ) : <span />}
          </li>
        ))}
      </ul>
      {canWrite && (
        <div className={classes.choice}>
          <Select className={classes.grow ?? ''} aria-label={t('language.choose')} placeholder={t('language.choose')} searchable data={languageOptions.filter(({ value }) => value !== main && !others.includes(value))} value={wanted} onChange={setWanted} />
          <Button variant="default" disabled={wanted === null} onClick={() => wanted && add(wanted)}>{t('language.add')}</Button>
        </div>
      )}
      {translated === undefined ? <p className={classes.quiet}>{t('language.one')}</p> : <Translation key={translated} language={translated} onLanguage={onLanguage} />}
    </>
  )
}

function Translation({ language, onLanguage }: { language: string; onLanguage: (language: string) => void }) {
  const { t } = useTranslation('surveys')
  const { content, change, canWrite } = useBuild()
  const { main, others } = content.languages
  const [isMissingOnly, setIsMissingOnly] = useState(false)
  // Rows do not leave while somebody types in them: what is missing was settled when the box was ticked.
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set())
  const texts = listTexts(content)
  const shown = isMissingOnly ? texts.filter(({ path }) => missing.has(path.join('.'))) : texts
  const tick = (isTicked: boolean) => {
    setMissing(new Set(texts.filter(({ text }) => !text.i18n[language]).map(({ path }) => path.join('.'))))
    setIsMissingOnly(isTicked)
  }
  return (
    <section aria-label={t('language.translation', { language: nameLanguage(language) })}>
      <div className={classes.translationHead}>
        <Select aria-label={t('language.translated')} data={others.map((value) => ({ value, label: nameLanguage(value) }))} value={language} onChange={(next) => next && onLanguage(next)} w={200} />
        <Checkbox label={t('language.missingOnly')} checked={isMissingOnly} onChange={(event) => tick(event.currentTarget.checked)} />
      </div>
      {texts.length === 0 && <Note>{t('language.nothing')}</Note>}
      <table className={classes.translation}>
        <thead>
          <tr><th scope="col">{nameLanguage(main)}</th><th scope="col">{nameLanguage(language)}</th></tr>
        </thead>
        <tbody>
          {shown.map((found) => (
            <tr key={found.path.join('.')}>
              <th scope="row">
                <span className={classes.place}>{sayPlace(found, t)}</span>
                <span lang={main} dir="auto">{found.text.i18n[main]}</span>
              </th>
              <td>
                <Textarea aria-label={t('language.cell', { language: nameLanguage(language), place: sayPlace(found, t) })} autosize minRows={1} lang={language} dir="auto" readOnly={!canWrite} value={found.text.i18n[language] ?? ''} onChange={(event) => change(translate(content, found.path, language, event.currentTarget.value))} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** "Question 2 · Choice 1" */
function sayPlace({ path }: FoundText, t: ReturnType<typeof useTranslation<'surveys'>>['t']): string {
  const [name, index, ...rest] = path
  if (name === 'welcome') return `${t('welcome.title')} · ${makeLabel(String(index))}`
  const part = t(name === 'questions' ? 'question.heading' : 'ending.heading', { position: Number(index) + 1 })
  const field = rest.filter((each) => each !== 'config' && each !== 'label').map((each) => (typeof each === 'number' ? String(each + 1) : makeLabel(each.replace(/^(choice|row|column)s$/, '$1'))))
  return `${part} · ${field.join(' ')}`
}
