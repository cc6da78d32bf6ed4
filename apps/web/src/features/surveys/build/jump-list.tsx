import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Question } from '@contract/surveys/surveys.contract.ts'
import { Picker } from '../../segments/index.ts'
import { useBuild } from './build-context.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { createAnswerCondition, nameQuestion, sayCondition } from './conditions.ts'
import { listText } from './content.ts'
import classes from './build.module.css'

/** Where to go on from a question: each jump is a sentence, the first that holds counts. */
export function JumpList({ question, onChange }: { question: Question; onChange: (jumps: Question['jumps']) => void }) {
  const { t } = useTranslation('surveys')
  const { content, types, canWrite } = useBuild()
  const { main } = content.languages
  const at = content.questions.findIndex(({ key }) => key === question.key)
  const until = content.questions.slice(0, at + 1)
  const targets = [
    ...content.questions.slice(at + 1).map(({ key }) => ({ value: key, label: nameQuestion(key, { content, t }), group: t('logic.questions') })),
    ...content.endings.map((ending) => ({ value: ending.key, label: listText(ending.title, main) || t(`ending.kind.${ending.kind}`), group: t('logic.endings') })),
  ]
  const nameTarget = (key: string) => targets.find(({ value }) => value === key)?.label ?? t('logic.gone', { key })
  const add = () => onChange([...question.jumps, { if: createAnswerCondition(question, types), to: targets.at(-1)?.value ?? '' }])
  const replace = (index: number, jump: Question['jumps'][number]) => onChange(question.jumps.map((each, position) => (position === index ? jump : each)))
  return (
    <div className={classes.jumps}>
      {question.jumps.map((jump, index) => (
        // Jumps are controlled as a whole and carry no state of their own.
        <details key={index} className={classes.jump} open={question.jumps.length === 1 || undefined}>
          <summary>{t('logic.jumpSentence', { condition: sayCondition(jump.if, { t, content, self: question.key }), target: nameTarget(jump.to) })}</summary>
          <div className={classes.jumpBody}>
            <ConditionEditor label={t('logic.jumpIf', { position: index + 1 })} value={jump.if} questions={until} onChange={(next) => (next ? replace(index, { ...jump, if: next }) : onChange(question.jumps.toSpliced(index, 1)))} />
            <div className={classes.sentenceLine}>
              <span className={classes.word}>{t('logic.goTo')}</span>
              <Picker label={t('logic.target', { position: index + 1 })} value={jump.to} valueLabel={nameTarget(jump.to)} placeholder={t('logic.choose')} options={targets} onChange={(to) => replace(index, { ...jump, to })} />
              {canWrite && <ActionIcon size={28} aria-label={t('logic.removeJump', { position: index + 1 })} onClick={() => onChange(question.jumps.toSpliced(index, 1))}><IconX size={14} /></ActionIcon>}
            </div>
          </div>
        </details>
      ))}
      {question.jumps.length === 0 && <p className={classes.quiet}>{t('logic.noJumps')}</p>}
      {canWrite && question.jumps.length < 20 && <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>{t('logic.addJump')}</Button>}
    </div>
  )
}
