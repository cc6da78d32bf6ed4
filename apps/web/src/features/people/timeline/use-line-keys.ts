import { useEffect, type RefObject } from 'react'
import { isTyping } from '../../../ui/keyboard.ts'

/** j and k walk through the lines of the timeline; Enter opens the one that has the focus. */
export function useLineKeys(holder: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== 'j' && event.key !== 'k') || isTyping(event) || !holder.current) return
      const lines = [...holder.current.querySelectorAll<HTMLElement>('[data-timeline-line]')]
      const present = lines.indexOf(document.activeElement as HTMLElement)
      const next = lines[Math.max(0, Math.min(lines.length - 1, present + (event.key === 'j' ? 1 : -1)))]
      next?.focus({ preventScroll: true })
      next?.scrollIntoView({ block: 'nearest' })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [holder])
}
