import { Kbd, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useContext, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isTyping } from '../ui/keyboard.ts'
import { useNavItems } from './navigation.tsx'
import { useWorkspacePath, WorkspaceContext } from './session.ts'
import classes from './shortcuts.module.css'

const sequenceMilliseconds = 1200
const helpEvent = 'rapport:show-shortcuts'

/** Opens the list of shortcuts from anywhere. */
export function showShortcuts(): void {
  document.dispatchEvent(new CustomEvent(helpEvent))
}

/** Listens for the keys of the shell: `g` and a letter, `/`, `?`. Needs an open workspace. */
export function ShortcutKeys() {
  return useContext(WorkspaceContext) ? <Keys /> : null
}

function Keys() {
  const { t } = useTranslation('app')
  const items = useNavItems()
  const toPath = useWorkspacePath()
  const navigate = useNavigate()
  const [isOpen, help] = useDisclosure(false)
  const startedAt = useRef(0)
  const act = useRef<(event: KeyboardEvent) => void>(() => undefined)
  useEffect(() => {
    act.current = (event) => {
      if (isTyping(event)) return
      const isSecond = Date.now() - startedAt.current < sequenceMilliseconds
      startedAt.current = 0
      const target = isSecond ? items.find((item) => item.goKey === event.key) : undefined
      if (target) void navigate({ to: toPath(target.path) })
      else if (event.key === 'g') startedAt.current = Date.now()
      else if (event.key === '?') help.open()
      else if (event.key === '/') document.querySelector<HTMLInputElement>('[data-page-search]')?.focus()
      else return
      event.preventDefault()
    }
  })
  const openHelp = help.open
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => act.current(event)
    document.addEventListener('keydown', onKey)
    document.addEventListener(helpEvent, openHelp)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener(helpEvent, openHelp)
    }
  }, [openHelp])
  const rows: Array<[keys: string[], meaning: string]> = [
    [['⌘ / Ctrl', 'K'], t('shortcuts.palette')],
    [['/'], t('shortcuts.search')],
    [['j'], t('shortcuts.next')],
    [['k'], t('shortcuts.previous')],
    [['Enter'], t('shortcuts.open')],
    [['Esc'], t('shortcuts.close')],
    [['?'], t('shortcuts.help')],
    ...items
      .filter((item) => item.goKey)
      .map((item): [string[], string] => [['g', item.goKey ?? ''], t('shortcuts.goTo', { page: t(item.label, { ns: item.feature }) })]),
  ]
  return (
    <Modal opened={isOpen} onClose={help.close} title={t('shortcuts.title')} size="md">
      <dl className={classes.list}>
        {rows.map(([keys, meaning]) => (
          <div key={meaning} className={classes.row}>
            <dt>{meaning}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
