// Puts the newest page of a timeline before what is loaded already, so that nothing below moves.
import type { InfiniteData } from '@tanstack/react-query'

interface TimelinePage<Item> {
  items: Item[]
  nextCursor: string | null
}

/**
 * `newest` replaces lines of the same key (a visit that grew) and brings new ones; older lines stay as they are.
 * Without any line in common there may be a gap between the two, so everything below is dropped and loaded again.
 */
export function mergeNewest<Item extends { key: string }>(
  loaded: InfiniteData<TimelinePage<Item>, string | null>,
  newest: TimelinePage<Item>,
): { data: InfiniteData<TimelinePage<Item>, string | null>; addedKeys: string[] } {
  const known = new Set(loaded.pages.flatMap((page) => page.items.map((item) => item.key)))
  const addedKeys = newest.items.filter((item) => !known.has(item.key)).map((item) => item.key)
  const first = loaded.pages[0]
  const overlaps = addedKeys.length < newest.items.length
  if (!first || (!overlaps && newest.nextCursor !== null)) return { data: { pages: [newest], pageParams: [null] }, addedKeys }
  const fresh = new Set(newest.items.map((item) => item.key))
  const pages = loaded.pages.map((page, index) => {
    const others = page.items.filter((item) => !fresh.has(item.key))
    return index === 0 ? { items: [...newest.items, ...others], nextCursor: page.nextCursor } : { ...page, items: others }
  })
  return { data: { pages, pageParams: loaded.pageParams }, addedKeys }
}
