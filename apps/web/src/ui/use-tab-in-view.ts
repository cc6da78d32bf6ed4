import { useEffect, useRef, type RefObject } from 'react'

/** For a list of tabs that scrolls sideways where the window is narrow: keeps the chosen one in view. */
export function useTabInView(tab: string): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tab])
  return list
}
