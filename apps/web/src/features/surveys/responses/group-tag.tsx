import { useTranslation } from 'react-i18next'
import type { Answer } from '@contract/surveys/responses.contract.ts'
import { Tag } from '../../../ui/tag.tsx'
import { findTone } from '../../../ui/answer-groups.ts'

/** An answer to a scale: its number in the colour of its group, and the group in a word. */
export function GroupTag({ answer }: { answer: Pick<Answer, 'text' | 'group'> }) {
  const { t } = useTranslation('surveys')
  return (
    <Tag tone={findTone(answer.group)}>
      <strong className="numbers">{answer.text}</strong>
      {answer.group && ` ${t(`responses.group.${answer.group}`, answer.group)}`}
    </Tag>
  )
}
