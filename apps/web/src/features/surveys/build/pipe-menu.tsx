import { ActionIcon, Menu } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { traitNamesQuery } from '../../segments/index.ts'
import { useBuild } from './build-context.ts'
import { listText } from './content.ts'

const mostTraits = 30

interface PipeMenuProps {
  label: string
  /** The question whose answers come later than this text; empty: after all questions. */
  before: string
  /** The text to insert, and which part of it stands in without an answer. */
  onInsert: (pipe: string, from: number, to: number) => void
}

/** Inserts an earlier answer, a trait or a hidden field into a text. */
export function PipeMenu({ label, before, onInsert }: PipeMenuProps) {
  const { t } = useTranslation('surveys')
  const { content } = useBuild()
  const [isOpen, setIsOpen] = useState(false)
  const { data: traits } = useQuery({ ...traitNamesQuery, enabled: isOpen })
  const at = content.questions.findIndex(({ key }) => key === before)
  const earlier = (at < 0 ? (before === '' ? content.questions : []) : content.questions.slice(0, at)).filter(({ type }) => type !== 'statement')
  const insert = (kind: 'answer' | 'trait' | 'hidden', name: string) => {
    const start = `{{${kind}:${name}|`
    const without = t('pipe.without')
    onInsert(`${start}${without}}}`, start.length, start.length + without.length)
  }
  return (
    <Menu opened={isOpen} onChange={setIsOpen} position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon size={26} aria-label={t('pipe.insertInto', { label })} title={t('pipe.insert')}><IconBraces size={15} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {earlier.length > 0 && <Menu.Label>{t('pipe.answers')}</Menu.Label>}
        {earlier.map((question) => (
          <Menu.Item key={question.key} onClick={() => insert('answer', question.key)}>{listText(question.title, content.languages.main) || question.key}</Menu.Item>
        ))}
        <Menu.Label>{t('pipe.traits')}</Menu.Label>
        {['first_name', ...(traits ?? []).map(({ name }) => name).filter((name) => name !== 'first_name')].slice(0, mostTraits).map((name) => (
          <Menu.Item key={name} onClick={() => insert('trait', name)}>{name}</Menu.Item>
        ))}
        {content.hiddenFields.length > 0 && <Menu.Label>{t('pipe.hidden')}</Menu.Label>}
        {content.hiddenFields.map((name) => <Menu.Item key={name} onClick={() => insert('hidden', name)}>{name}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  )
}
