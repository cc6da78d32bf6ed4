import { useEffect, useState, type RefObject } from 'react'

/** How many lines came in live above the part that is in view, and how to get there. */
export function useUnseenLines(holder: RefObject<HTMLElement | null>, freshKeys: ReadonlySet<string>): { unseen: number; showNewest: () => void } {
  const [seenCount, setSeenCount] = useState(0)
  const [isAbove, setIsAbove] = useState(false)
  useEffect(() => {
    const scroller = holder.current?.closest('#content')
    if (!scroller) return
    const onScroll = () => setIsAbove((holder.current?.getBoundingClientRect().top ?? 0) < 0)
    onScroll()
    scroller.addEventListener('scroll', onScroll, { passive: true })
    return () => scroller.removeEventListener('scroll', onScroll)
  }, [holder])
  // Whoever is at the top has seen what came in.
  if (!isAbove && seenCount !== freshKeys.size) setSeenCount(freshKeys.size)
  return {
    unseen: isAbove ? freshKeys.size - seenCount : 0,
    showNewest: () => holder.current?.scrollIntoView({ block: 'start', behavior: 'smooth' }),
  }
}
