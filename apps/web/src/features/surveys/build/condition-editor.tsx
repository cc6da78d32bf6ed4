import { ActionIcon, Menu, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Question, SurveyCondition } from '@contract/surveys/surveys.contract.ts'
import { createDefinition, NumberField, Picker, RuleEditor, TextField } from '../../segments/index.ts'
import { useBuild } from './build-context.ts'
import { createAnswerCondition, findShape, fromGroup, isGroup, listOperators, listValues, nameQuestion, needsValue, toGroup, type AnswerCondition, type GroupCondition, type LeafCondition } from './conditions.ts'
import classes from './build.module.css'

interface ConditionEditorProps {
  label: string
  value: SurveyCondition | undefined
  onChange: (value: SurveyCondition | undefined) => void
  /** Which answers may be asked about. */
  questions: Question[]
  /** An invitation to review may not depend on answers. */
  isPersonOnly?: boolean
}

const mostDepth = 3

/** Conditions on answers, scores, hidden fields and the person, joined by all, any or none. */
export function ConditionEditor({ label, value, onChange, questions, isPersonOnly = false }: ConditionEditorProps) {
  return <Group label={label} group={toGroup(value)} questions={questions} isPersonOnly={isPersonOnly} depth={1} onChange={(group) => onChange(fromGroup(group))} />
}

interface GroupProps {
  label: string
  group: GroupCondition
  questions: Question[]
  isPersonOnly: boolean
  depth: number
  onChange: (group: GroupCondition) => void
}

function Group({ label, group, questions, isPersonOnly, depth, onChange }: GroupProps) {
  const { t } = useTranslation('surveys')
  const { canWrite } = useBuild()
  const replace = (index: number, condition: SurveyCondition) => onChange({ ...group, conditions: group.conditions.map((each, at) => (at === index ? condition : each)) })
  return (
    <div role="group" aria-label={label} className={classes.conditions}>
      {group.conditions.map((condition, index) => (
        // Conditions are controlled as a whole and carry no state of their own.
        <div key={index} className={classes.condition}>
          {(group.conditions.length > 1 || group.type === 'none') && (
            <Picker
              label={t('logic.joined', { label })}
              value={group.type}
              options={(['all', 'any', 'none'] as const).map((type) => ({ value: type, label: t(index === 0 ? `logic.first.${type}` : `logic.next.${type}`) }))}
              onChange={(type) => onChange({ ...group, type: type as GroupCondition['type'] })}
            />
          )}
          <div className={classes.grow}>
            {isGroup(condition) ? (
              <Group label={t('logic.group')} group={condition} questions={questions} isPersonOnly={isPersonOnly} depth={depth + 1} onChange={(next) => replace(index, next)} />
            ) : (
              <Leaf condition={condition} questions={questions} onChange={(next) => replace(index, next)} />
            )}
          </div>
          {canWrite && (
            <ActionIcon size={28} aria-label={t('logic.remove', { position: index + 1 })} onClick={() => onChange({ ...group, conditions: group.conditions.toSpliced(index, 1) })}><IconX size={14} /></ActionIcon>
          )}
        </div>
      ))}
      {canWrite && group.conditions.length < 20 && <AddCondition questions={questions} isPersonOnly={isPersonOnly} hasGroups={depth < mostDepth} onAdd={(condition) => onChange({ ...group, conditions: [...group.conditions, condition] })} />}
    </div>
  )
}

function AddCondition({ questions, isPersonOnly, hasGroups, onAdd }: { questions: Question[]; isPersonOnly: boolean; hasGroups: boolean; onAdd: (condition: SurveyCondition) => void }) {
  const { t } = useTranslation('surveys')
  const { content, types } = useBuild()
  const asked = questions.filter((question) => findShape(question, types) !== 'none').at(-1)
  const [score] = content.scores
  const [field] = content.hiddenFields
  return (
    <Menu position="bottom-start">
      <Menu.Target><Button variant="subtle" size="compact-sm" style={{ alignSelf: 'flex-start' }} leftSection={<IconPlus size={14} aria-hidden />}>{t('logic.add')}</Button></Menu.Target>
      <Menu.Dropdown>
        {!isPersonOnly && asked && <Menu.Item onClick={() => onAdd(createAnswerCondition(asked, types))}>{t('logic.addAnswer')}</Menu.Item>}
        {!isPersonOnly && score && <Menu.Item onClick={() => onAdd({ type: 'score', score: score.key, operator: 'at_least', value: 0 })}>{t('logic.addScore')}</Menu.Item>}
        {field && <Menu.Item onClick={() => onAdd({ type: 'hidden', field, operator: 'equals', value: '' })}>{t('logic.addHidden')}</Menu.Item>}
        <Menu.Item onClick={() => onAdd({ type: 'person', rule: createDefinition() })}>{t('logic.addPerson')}</Menu.Item>
        {hasGroups && <Menu.Item onClick={() => onAdd({ type: 'any', conditions: [] })}>{t('logic.addGroup')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}

function Leaf({ condition, questions, onChange }: { condition: LeafCondition; questions: Question[]; onChange: (condition: LeafCondition) => void }) {
  const { t } = useTranslation('surveys')
  const { content } = useBuild()
  const line = (...parts: ReactNode[]) => <div className={classes.sentenceLine}>{parts}</div>
  const compare = (['at_least', 'at_most'] as const).map((operator) => ({ value: operator, label: t(`logic.operator.${operator}`) }))
  switch (condition.type) {
    case 'answer':
      return <AnswerLine condition={condition} questions={questions} onChange={onChange} />
    case 'score':
      return line(
        <Picker key="score" label={t('logic.score')} value={condition.score} options={content.scores.map(({ key, name }) => ({ value: key, label: name }))} onChange={(score) => onChange({ ...condition, score })} />,
        <Picker key="operator" label={t('logic.comparison')} value={condition.operator} options={compare} onChange={(operator) => onChange({ ...condition, operator: operator === 'at_most' ? 'at_most' : 'at_least' })} />,
        <NumberField key="value" label={t('logic.value')} value={condition.value} onChange={(value) => onChange({ ...condition, value })} />,
      )
    case 'hidden':
      return line(
        <Picker key="field" label={t('logic.field')} value={condition.field} options={content.hiddenFields.map((field) => ({ value: field, label: field }))} onChange={(field) => onChange({ ...condition, field })} />,
        <Picker
          key="operator"
          label={t('logic.comparison')}
          value={condition.operator}
          options={(['equals', 'not_equals', 'is_given'] as const).map((operator) => ({ value: operator, label: t(`logic.hiddenOperator.${operator}`) }))}
          onChange={(operator) => onChange({ type: 'hidden', field: condition.field, operator: operator as 'equals', ...(operator === 'is_given' ? {} : { value: condition.value ?? '' }) })}
        />,
        condition.operator !== 'is_given' && <TextField key="value" label={t('logic.value')} value={condition.value ?? ''} onChange={(value) => onChange({ ...condition, value })} />,
      )
    default:
      return (
        <div>
          <div className={classes.sentenceLine}>{t('logic.personIs')}</div>
          <RuleEditor value={condition.rule} onChange={(rule) => onChange({ type: 'person', rule })} />
        </div>
      )
  }
}

function AnswerLine({ condition, questions, onChange }: { condition: AnswerCondition; questions: Question[]; onChange: (condition: AnswerCondition) => void }) {
  const { t } = useTranslation('surveys')
  const { content, types } = useBuild()
  const question = content.questions.find(({ key }) => key === condition.question)
  const values = question ? listValues(question, content.languages.main) : null
  const shape = question ? findShape(question, types) : 'text'
  const isNumber = shape === 'scale' || shape === 'number'
  const change = (operator: string) => {
    const next = operator as AnswerCondition['operator']
    onChange({ type: 'answer', question: condition.question, operator: next, ...(needsValue(next) ? { value: condition.value ?? (isNumber ? 0 : '') } : {}) })
  }
  return (
    <div className={classes.sentenceLine}>
      <span className={classes.word}>{t('logic.answerToWord')}</span>
      <Picker
        label={t('logic.question')}
        value={condition.question}
        valueLabel={nameQuestion(condition.question, { content, t })}
        isSearchable={questions.length > 8}
        options={questions.filter((each) => findShape(each, types) !== 'none').map(({ key }) => ({ value: key, label: nameQuestion(key, { content, t }) }))}
        onChange={(key) => {
          const chosen = questions.find((each) => each.key === key)
          if (chosen) onChange(createAnswerCondition(chosen, types))
        }}
      />
      <Picker label={t('logic.comparison')} value={condition.operator} options={(question ? listOperators(question, types) : [condition.operator]).map((operator) => ({ value: operator, label: t(`logic.operator.${operator}`) }))} onChange={change} />
      {needsValue(condition.operator) && values && <Picker label={t('logic.value')} value={String(condition.value ?? '')} placeholder={t('logic.choose')} options={values} onChange={(value) => onChange({ ...condition, value })} />}
      {needsValue(condition.operator) && !values && isNumber && <NumberField label={t('logic.value')} value={Number(condition.value)} onChange={(value) => onChange({ ...condition, value })} />}
      {needsValue(condition.operator) && !values && !isNumber && <TextField label={t('logic.value')} value={String(condition.value ?? '')} onChange={(value) => onChange({ ...condition, value })} />}
    </div>
  )
}
