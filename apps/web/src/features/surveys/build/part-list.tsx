import { ActionIcon, Menu, UnstyledButton } from '@mantine/core'
import { IconClockHour4, IconEyeOff, IconFlag, IconGripVertical, IconLanguage, IconMathFunction, IconPalette, IconPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useBuild } from './build-context.ts'
import { addEnding, addQuestion, listText, moveQuestion } from './content.ts'
import { sayCondition, nameQuestion } from './conditions.ts'
import { writePart, type FixedPart, type Part } from './parts.ts'
import { endingKinds } from './screen-editors.tsx'
import classes from './build.module.css'

interface PartListProps {
  part: Part
  onOpen: (part: Part) => void
  /** Parts about which the server has something to say. */
  troubled: ReadonlySet<string>
}

const others: Array<[FixedPart, typeof IconPalette]> = [['hidden', IconEyeOff], ['scores', IconMathFunction], ['theme', IconPalette], ['languages', IconLanguage], ['versions', IconClockHour4]]

/** Everything in a survey, in its order: welcome, questions, endings, and what holds for all of them. */
export function PartList({ part, onOpen, troubled }: PartListProps) {
  const { t } = useTranslation('surveys')
  const { content, change, canWrite } = useBuild()
  const { main } = content.languages
  const open = writePart(part)
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    // A long survey scrolls within the list; what is open stays in sight.
    const around = list.current
    const line = around?.querySelector('[aria-current]')?.getBoundingClientRect()
    if (!around || !line) return
    const { top, bottom } = around.getBoundingClientRect()
    if (line.top < top) around.scrollTop -= top - line.top
    else if (line.bottom > bottom) around.scrollTop += line.bottom - bottom
  }, [open])
  const line = (each: Part, label: string, start: ReactNode) => <PartLine key={writePart(each)} isOpen={open === writePart(each)} hasTrouble={troubled.has(writePart(each))} label={label} start={start} onOpen={() => onOpen(each)} />
  const notes: Record<FixedPart, string> = {
    welcome: '', theme: '', versions: '', hidden: content.hiddenFields.length > 0 ? String(content.hiddenFields.length) : '', scores: content.scores.length > 0 ? String(content.scores.length) : '', languages: String(content.languages.others.length + 1),
  }
  return (
    <nav ref={list} aria-label={t('parts.label')} className={classes.parts}>
      {line({ kind: 'welcome' }, content.welcome ? listText(content.welcome.title, main) || t('welcome.title') : t('welcome.title'), <span className={classes.partIcon} data-off={!content.welcome || undefined}><IconFlag size={15} aria-hidden /></span>)}
      <h2 className={classes.partsHead}>{t('parts.questions')}</h2>
      <QuestionLines part={part} onOpen={onOpen} troubled={troubled} />
      {canWrite && <AddQuestion after={part} onAdded={(key) => onOpen({ kind: 'question', key })} />}
      <h2 className={classes.partsHead}>{t('parts.endings')}</h2>
      {content.endings.map((ending) => line({ kind: 'ending', key: ending.key }, listText(ending.title, main) || t(`ending.kind.${ending.kind}`), <span className={classes.partIcon}><IconFlag size={15} aria-hidden /></span>))}
      {canWrite && content.endings.length < 20 && (
        <Menu position="bottom-start">
          <Menu.Target><UnstyledButton className={classes.add}><IconPlus size={15} aria-hidden /> {t('ending.add')}</UnstyledButton></Menu.Target>
          <Menu.Dropdown>
            {endingKinds.map((kind) => (
              <Menu.Item key={kind} maw={340} onClick={() => {
                const made = addEnding(content, kind, t(`ending.first.${kind}`))
                change(made.content)
                onOpen({ kind: 'ending', key: made.key })
              }}>
                {t(`ending.kind.${kind}`)}<span className={classes.menuHint}>{t(`ending.hint.${kind}`)}</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <h2 className={classes.partsHead}>{t('parts.all')}</h2>
      {others.map(([kind, Icon]) => line({ kind }, notes[kind] ? t('parts.counted', { part: t(`parts.${kind}`), n: notes[kind] }) : t(`parts.${kind}`), <span className={classes.partIcon}><Icon size={15} aria-hidden /></span>))}
    </nav>
  )
}

type DropProps = Pick<React.DOMAttributes<HTMLElement>, 'onDragOver' | 'onDrop'>

interface PartLineProps extends DropProps {
  isOpen: boolean
  hasTrouble: boolean
  label: string
  start: ReactNode
  note?: string
  onOpen: () => void
}

function PartLine({ isOpen, hasTrouble, label, start, note, onOpen, ...drop }: PartLineProps) {
  const { t } = useTranslation('surveys')
  return (
    <UnstyledButton {...drop} className={classes.part} aria-current={isOpen ? 'true' : undefined} onClick={onOpen}>
      {start}
      <span className={classes.partText}>
        <span className={classes.partLabel}>{label}</span>
        {note && <span className={classes.partNote}>{note}</span>}
      </span>
      {hasTrouble && <span className={classes.trouble} title={t('parts.trouble')}><span className="visually-hidden">{t('parts.trouble')}</span></span>}
    </UnstyledButton>
  )
}

/** Questions can be dragged by their handle; on it the arrow keys move them, too. */
function QuestionLines({ part, onOpen, troubled }: PartListProps) {
  const { t } = useTranslation('surveys')
  const { content, change, types, canWrite } = useBuild()
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  const move = (from: number, to: number) => {
    const key = content.questions[from]?.key
    if (key === undefined || to < 0 || to >= content.questions.length) return
    change(moveQuestion(content, from, to))
    setSaid(t('question.moved', { position: to + 1, count: content.questions.length }))
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-question-handle="${key}"]`)?.focus())
  }
  const dropOn = (index: number): DropProps => ({
    onDragOver(event) {
      if (dragged === null) return
      event.preventDefault()
      setOver(index)
    },
    onDrop(event) {
      event.preventDefault()
      if (dragged !== null) move(dragged, index)
      setDragged(null)
      setOver(null)
    },
  })
  return (
    <>
      <ol className={classes.questions}>
        {content.questions.map((question, index) => (
          <li
            key={question.key}
            className={classes.question}
            data-over={over === index && dragged !== index ? (dragged !== null && dragged < index ? 'below' : 'above') : undefined}
          >
            <PartLine
              {...dropOn(index)}
              isOpen={part.kind === 'question' && part.key === question.key}
              hasTrouble={troubled.has(`question:${question.key}`)}
              label={nameQuestion(question.key, { content, t })}
              note={[types.find(({ type }) => type === question.type)?.label ?? question.type, question.showIf && t('logic.shownIf', { condition: sayCondition(question.showIf, { t, content, isShort: true }) }), question.jumps.length > 0 && t('logic.jumpCount', { count: question.jumps.length })].filter(Boolean).join(' · ')}
              start={<span className={`${classes.partIcon} numbers`}>{index + 1}</span>}
              onOpen={() => onOpen({ kind: 'question', key: question.key })}
            />
            {canWrite && (
              <ActionIcon
                size={24}
                className={classes.handle ?? ''}
                draggable
                data-question-handle={question.key}
                aria-label={t('question.handle', { position: index + 1 })}
                title={t('question.handleHint')}
                {...dropOn(index)}
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = 'move'
                  event.dataTransfer.setData('text/plain', question.key)
                  setDragged(index)
                }}
                onDragEnd={() => {
                  setDragged(null)
                  setOver(null)
                }}
                onKeyDown={(event) => {
                  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
                  event.preventDefault()
                  move(index, index + (event.key === 'ArrowUp' ? -1 : 1))
                }}
              >
                <IconGripVertical size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      <div aria-live="polite" className="visually-hidden">{said}</div>
    </>
  )
}

function AddQuestion({ after, onAdded }: { after: Part; onAdded: (key: string) => void }) {
  const { t } = useTranslation('surveys')
  const { content, change, types } = useBuild()
  const at = after.kind === 'question' ? content.questions.findIndex(({ key }) => key === after.key) + 1 : content.questions.length
  return (
    <Menu position="bottom-start" width={340}>
      <Menu.Target><UnstyledButton className={classes.add}><IconPlus size={15} aria-hidden /> {t('question.add')}</UnstyledButton></Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {types.map((type) => (
          <Menu.Item key={type.type} onClick={() => {
            const made = addQuestion(content, type, at)
            change(made.content)
            onAdded(made.key)
          }}>
            {type.label}<span className={classes.menuHint}>{type.description}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
