// What is not asked but known or worked out: hidden fields and scores.
import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SurveyContent } from '@contract/surveys/surveys.contract.ts'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { ListField } from '../../../ui/list-field.tsx'
import { NumberField, Picker } from '../../segments/index.ts'
import { useBuild, useIssue } from './build-context.ts'
import { findShape, listValues, nameQuestion } from './conditions.ts'
import { findFreeKey } from './content.ts'
import classes from './build.module.css'

type Score = SurveyContent['scores'][number]
type ScorePart = Score['parts'][number]

export function HiddenEditor() {
  const { t } = useTranslation('surveys')
  const { content, change, canWrite } = useBuild()
  const names = (typed: string[]) => [...new Set(typed.map((name) => name.trim().toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+/, '').slice(0, 40)).filter(Boolean))]
  const [first] = content.hiddenFields
  return (
    <>
      <div className={classes.partHead}><h2>{t('hidden.title')}</h2></div>
      <p className={classes.quiet}>{t('hidden.hint')}</p>
      <fieldset className={classes.plain} disabled={!canWrite}>
        <ListField label={t('hidden.fields')} placeholder={t('hidden.placeholder')} error={useIssue('')} value={content.hiddenFields} onChange={(typed) => change({ ...content, hiddenFields: names(typed).slice(0, 30) })} />
      </fieldset>
      {first && <CodeBlock label={t('hidden.example')} code={`https://…/s/…?${content.hiddenFields.slice(0, 3).map((name) => `${name}=…`).join('&')}`} />}
    </>
  )
}

export function ScoresEditor() {
  const { t } = useTranslation('surveys')
  const { content, change, types, issues, canWrite } = useBuild()
  const counted = content.questions.filter((question) => ['scale', 'number', 'choice'].includes(findShape(question, types)))
  const [first] = counted
  const set = (index: number, score: Score) => change({ ...content, scores: content.scores.map((each, at) => (at === index ? score : each)) })
  const add = () => {
    if (!first) return
    const key = findFreeKey('score', content.scores.map((score) => score.key))
    change({ ...content, scores: [...content.scores, { key, name: t('score.first'), function: 'sum', parts: [{ question: first.key, weight: 1 }] }] })
  }
  return (
    <>
      <div className={classes.partHead}><h2>{t('score.title')}</h2></div>
      <p className={classes.quiet}>{t(first ? 'score.hint' : 'score.nothing')}</p>
      {content.scores.map((score, index) => (
        <section key={score.key} className={classes.score} aria-label={score.name}>
          <div className={classes.choice}>
            <TextInput className={classes.grow ?? ''} aria-label={t('score.name')} maxLength={100} readOnly={!canWrite} value={score.name} onChange={(event) => set(index, { ...score, name: event.currentTarget.value })} />
            <Select aria-label={t('score.function')} w={104} disabled={!canWrite} data={(['sum', 'mean'] as const).map((value) => ({ value, label: t(`score.${value}`) }))} value={score.function} onChange={(next) => set(index, { ...score, function: next === 'mean' ? 'mean' : 'sum' })} />
            {canWrite && <ActionIcon size={28} aria-label={t('score.remove', { name: score.name })} onClick={() => change({ ...content, scores: content.scores.toSpliced(index, 1) })}><IconX size={14} /></ActionIcon>}
          </div>
          {issues.filter(({ path }) => path.startsWith(`${index}.`)).map(({ path, message }) => <FailureNote key={path}>{message}</FailureNote>)}
          {score.parts.map((part, at) => (
            // Parts are controlled as a whole and carry no state of their own.
            <PartLine
              key={at}
              part={part}
              options={counted.map(({ key }) => ({ value: key, label: nameQuestion(key, { content, t }) }))}
              onChange={(next) => set(index, { ...score, parts: score.parts.map((each, position) => (position === at ? next : each)) })}
              onRemove={score.parts.length > 1 ? () => set(index, { ...score, parts: score.parts.toSpliced(at, 1) }) : null}
            />
          ))}
          {canWrite && first && <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => set(index, { ...score, parts: [...score.parts, { question: (counted.find(({ key }) => !score.parts.some((part) => part.question === key)) ?? first).key, weight: 1 }] })}>{t('score.addPart')}</Button>}
        </section>
      ))}
      {canWrite && first && content.scores.length < 20 && <div><Button variant="default" onClick={add}>{t('score.add')}</Button></div>}
    </>
  )
}

function PartLine({ part, options, onChange, onRemove }: { part: ScorePart; options: Array<{ value: string; label: string }>; onChange: (part: ScorePart) => void; onRemove: (() => void) | null }) {
  const { t } = useTranslation('surveys')
  const { content, canWrite } = useBuild()
  const question = content.questions.find(({ key }) => key === part.question)
  const values = question ? listValues(question, content.languages.main) : null
  const name = nameQuestion(part.question, { content, t })
  // Of the choices that are there: one that was removed gives no points any more.
  const give = (choice: string, points: number) => onChange({ ...part, points: Object.fromEntries((values ?? []).map(({ value }) => [value, value === choice ? points : (part.points?.[value] ?? 0)])) })
  return (
    <div>
      <div className={classes.scorePart}>
        <Picker label={t('score.question')} value={part.question} valueLabel={name} options={options} onChange={(next) => onChange({ question: next, weight: part.weight })} />
        <span className={classes.word}>×</span>
        <NumberField label={t('score.weight', { question: name })} value={part.weight} onChange={(weight) => onChange({ ...part, weight: Number.isFinite(weight) ? weight : 0 })} />
        {canWrite && onRemove && <ActionIcon size={28} aria-label={t('score.removePart', { question: name })} onClick={onRemove}><IconX size={14} /></ActionIcon>}
      </div>
      {values && (
        <ul className={classes.points} aria-label={t('score.points', { question: name })}>
          {values.map(({ value, label }) => (
            <li key={value}>
              <span className="truncate">{label}</span>
              <NumberField label={t('score.pointsOf', { choice: label })} value={part.points?.[value] ?? 0} onChange={(points) => give(value, Number.isFinite(points) ? points : 0)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
