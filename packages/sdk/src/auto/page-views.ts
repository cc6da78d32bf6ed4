/** Notices that the visitor is on another page, single-page apps included. */

export interface PageViews {
  /** Reports a change of address that still waits for the page's new title. */
  settle(): void
  /** The page reported this address itself. Returns false if it had been reported already. */
  claim(): boolean
  /** The next look counts again, though the address is the same (back/forward cache). */
  forget(): void
}

/** Apps change the address first and the title when they have rendered. */
const titleDelayMs = 50

/**
 * Calls `onView` for the first address and for every other one after it. `readUrl` tells what
 * makes an address: two equal ones in a row are one view.
 */
export function watchPageViews(readUrl: () => string, onView: () => void): PageViews {
  let lastUrl = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  function look(): void {
    clearTimeout(timer)
    timer = undefined
    const url = readUrl()
    if (url === lastUrl) return
    lastUrl = url
    onView()
  }

  function lookSoon(): void {
    timer ??= setTimeout(look, titleDelayMs)
  }

  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method]
    history[method] = function (this: History, ...args: Parameters<History['pushState']>) {
      // A view that waited for its title belongs to the address before this change.
      settle()
      original.apply(this, args)
      lookSoon()
    }
  }
  addEventListener('popstate', lookSoon)
  addEventListener('hashchange', lookSoon)
  lookSoon()

  function settle(): void {
    if (timer !== undefined) look()
  }

  return {
    settle,
    claim() {
      clearTimeout(timer)
      timer = undefined
      const url = readUrl()
      const isNew = url !== lastUrl
      lastUrl = url
      return isNew
    },
    forget() {
      lastUrl = ''
      lookSoon()
    },
  }
}
