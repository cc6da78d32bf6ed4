import { useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { Condition, Definition, GroupCondition } from '@contract/segments/conditions.contract.ts'
import { WorkspaceContext } from '../../../app/session.ts'
import { segmentNamesQuery } from './builder-requests.ts'
import { findEditor } from './conditions/index.ts'
import { isGroup, listLeaves } from './rule-tree.ts'
import { splitSentence, type Words } from './sentence.ts'
import classes from './rule-sentence.module.css'

/** A whole rule in words, to be read. */
export function RuleSentence({ definition }: { definition: Definition }) {
  const { t } = useTranslation('segments')
  const timezone = useContext(WorkspaceContext)?.timezone ?? 'UTC'
  const { data } = useQuery({ ...segmentNamesQuery, enabled: listLeaves(definition).some((leaf) => leaf.type === 'segment') })
  const words: Words = { t, timezone, nameSegment: (id) => data?.find((segment) => segment.id === id)?.name ?? id }
  if (definition.conditions.length === 0) return <p className={classes.sentence}>{t(`builder.group.empty.${definition.type}`)}</p>
  return (
    <div className={classes.sentence}>
      {t(definition.conditions.length === 1 && definition.type !== 'none' ? 'builder.say.people' : `builder.say.peopleOf.${definition.type}`)}
      <Rows group={definition} words={words} />
    </div>
  )
}

function Rows({ group, words }: { group: GroupCondition; words: Words }) {
  return (
    <ul className={classes.rows}>
      {group.conditions.map((condition, index) => (
        // A sentence has no state that a row could lose.
        <li key={index}>
          {index > 0 && <span className={classes.joiner}>{words.t(`builder.joiner.${group.type}`)} </span>}
          <Node condition={condition} words={words} />
        </li>
      ))}
    </ul>
  )
}

function Node({ condition, words }: { condition: Condition; words: Words }) {
  if (isGroup(condition)) {
    return (
      <>
        {words.t(`builder.say.groupOf.${condition.type}`)}
        <Rows group={condition} words={words} />
      </>
    )
  }
  const sentence = findEditor(condition).describe(condition, words)
  return splitSentence(sentence).map((part, index) => (part.isChosen ? <strong key={index}>{part.text}</strong> : <span key={index}>{part.text}</span>))
}
