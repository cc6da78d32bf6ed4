/** The ways in which a survey appears on somebody's site. Each gives an element to fill and takes it away again. */
import { createStyledRoot } from '../start-survey.tsx'
import type { Theme } from '../wire.ts'

export interface Display {
  root: HTMLElement
  remove(): void
  takesFocus: boolean
}

export interface Frame {
  theme: Theme
  side: 'left' | 'right'
  label: string
  /** Of an inline survey: the element it fills. */
  container?: Element | null
  /** Escape was pressed, or the background of a modal. */
  onCancel(): void
}

function addHost(parent: Element): HTMLElement {
  const host = document.createElement('rapport-survey')
  parent.append(host)
  return host
}

/** Tells who cannot see it that something appeared beside the page; the focus stays where it is. */
function announce(root: HTMLElement, text: string): void {
  const note = document.createElement('div')
  note.className = 'spoken'
  note.setAttribute('role', 'status')
  root.after(note)
  // Read aloud is what changes in such a region, not what it came with.
  setTimeout(() => (note.textContent = text), 300)
}

function openCard({ theme, side, label, onCancel }: Frame): Display {
  const host = addHost(document.body)
  const root = createStyledRoot(host, theme)
  const before = document.activeElement as HTMLElement | null
  root.className = `popover ${side}`
  root.setAttribute('role', 'dialog')
  root.setAttribute('aria-label', label)
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') onCancel()
  })
  return {
    root,
    takesFocus: false,
    remove() {
      const hadFocus = document.activeElement === host
      host.remove()
      if (hadFocus) before?.focus?.()
    },
  }
}

function openPopover(frame: Frame): Display {
  const display = openCard(frame)
  announce(display.root, frame.label)
  return display
}

function openModal({ theme, label, onCancel }: Frame): Display {
  const host = addHost(document.body)
  const shell = createStyledRoot(host, theme)
  const before = document.activeElement as HTMLElement | null
  // The browser's own dialog keeps the focus inside and the page behind out of reach.
  const dialog = document.createElement('dialog')
  const root = document.createElement('div')
  dialog.className = 'modal'
  dialog.setAttribute('aria-label', label)
  dialog.append(root)
  shell.append(dialog)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    onCancel()
  })
  dialog.showModal()
  return {
    root,
    takesFocus: true,
    remove() {
      host.remove()
      before?.focus?.()
    },
  }
}

function openInline({ theme, container }: Frame): Display {
  const host = addHost(container ?? document.body)
  const root = createStyledRoot(host, theme)
  root.className = 'inline'
  return { root, takesFocus: false, remove: () => host.remove() }
}

/** A tab's card was asked for by a press: it takes the focus. */
const openTabbed = (frame: Frame): Display => ({ ...openCard(frame), takesFocus: true })

export const displays = { popover: openPopover, modal: openModal, inline: openInline, tab: openTabbed }

/** The button at the edge of the page that opens a survey. */
export function addTab(theme: Theme, side: 'left' | 'right', label: string, onPress: () => void): { remove(): void; focus(): void } {
  const host = addHost(document.body)
  const root = createStyledRoot(host, theme)
  const button = document.createElement('button')
  button.className = `tab ${side}`
  button.textContent = label
  button.addEventListener('click', onPress)
  root.append(button)
  return { remove: () => host.remove(), focus: () => button.focus() }
}
