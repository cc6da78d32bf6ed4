/** What every event says about the page, the device and the visit it came from. */
import type { Properties } from '../event.ts'
import { libraryName, libraryVersion } from '../version.ts'
import { readCampaign, type Campaign } from './campaign.ts'
import { parseJson } from './json.ts'
import type { Session } from './session.ts'
import type { Store } from './storage.ts'

export interface PageContext {
  url: string
  path: string
  search: string
  title: string
  referrer: string
}

/** The page as it is now. With `isHashRouted`, `#/orders` is part of the path; else hashes are cut. */
export function readPage(isHashRouted: boolean, referrer: string): PageContext {
  const { origin, pathname, search, hash } = location
  const kept = isHashRouted ? hash : ''
  const url = (origin === 'null' ? `${location.protocol}//` : origin) + pathname + search + kept
  return { url, path: pathname + kept, search, title: document.title, referrer }
}

export interface FirstTouch {
  campaign: Campaign | null
  referrer: string
  landingUrl: string
  at: string
}

/** How this browser first came to the site. Written once and kept until storage is cleared. */
export function readFirstTouch(store: Store, page: PageContext): FirstTouch {
  const stored = parseJson<FirstTouch>(store.get('firstTouch'))
  if (stored) return stored
  const touch: FirstTouch = {
    campaign: readCampaign(page.search),
    referrer: page.referrer,
    landingUrl: page.url,
    at: new Date().toISOString(),
  }
  store.set('firstTouch', JSON.stringify(touch))
  return touch
}

export function buildContext(page: PageContext, session: Session): Properties {
  const context: Properties = {
    page,
    sessionId: session.id,
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: {
      width: screen.width,
      height: screen.height,
      density: devicePixelRatio,
      innerWidth,
      innerHeight,
    },
    userAgent: navigator.userAgent,
    library: { name: libraryName, version: libraryVersion },
  }
  if (session.campaign) context['campaign'] = session.campaign
  return context
}
