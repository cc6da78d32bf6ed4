/** One loaded SDK: wires storage, identity, session, queue and delivery to the page's life. */
import { watchErrors, type ErrorWatch } from './auto/errors.ts'
import { watchPageViews, type PageViews } from './auto/page-views.ts'
import { observeWebVitals, type WebVitalsObserver } from './auto/web-vitals.ts'
import { readCampaign } from './core/campaign.ts'
import { createConsent } from './core/consent.ts'
import { buildContext, readFirstTouch, readPage, type PageContext } from './core/context.ts'
import type { Guard } from './core/guard.ts'
import { createIdentity, type User } from './core/identity.ts'
import { createId } from './core/message-id.ts'
import { createQueue } from './core/queue.ts'
import { createSessions } from './core/session.ts'
import type { SignalHub } from './core/signals.ts'
import { consentKey, createCookieJar, createStore, findStorageArea, keyPrefix } from './core/storage.ts'
import { watchSurveys, type SurveyCall } from './core/surveys.ts'
import { runInOneTab } from './core/tab-lock.ts'
import { createTransport, createWire } from './core/transport.ts'
import type { EventBody, EventType, Properties, RapportEvent } from './event.ts'
import type { RapportOptions } from './options.ts'

interface RecordOptions {
  context?: Properties | undefined
  /** Reported by the page, not done by the visitor: it neither extends nor begins a session. */
  isPassive?: boolean
  /** The page it belongs to, if the browser has moved on since. */
  page?: PageContext
}

export interface Client {
  record(type: EventType, body: EventBody, context?: Properties): void
  /** A page view by call. Without a body it is left out if the address has been reported already. */
  page(body: EventBody | null, context?: Properties): void
  identify(userId: string | null, traits: Properties, context?: Properties): void
  group(groupId: string, traits: Properties, context?: Properties): void
  alias(userId: string, previousId?: string): void
  setAnonymousId(anonymousId: string): void
  reset(): void
  user(): User
  flush(): Promise<void>
  survey(id: string, call?: SurveyCall): void
  optIn(): void
  optOut(): void
}

export function createClient(writeKey: string, options: RapportOptions, signals: SignalHub, guard: Guard): Client {
  const host = (options.host ?? location.origin).replace(/\/+$/, '')
  const isHashRouted = options.hashRouting ?? false
  const cookies = options.cookieDomain ? createCookieJar(options.cookieDomain) : null
  const store = createStore(findStorageArea(), cookies)
  const consent = createConsent(store, options.consent === 'required')
  const isAllowed = () => consent.state() === 'in'
  consent.apply()
  const identity = createIdentity(store)
  const sessions = createSessions(store, (options.sessionTimeoutSeconds ?? 1800) * 1000)
  const queue = createQueue(store, writeKey, createId())
  const transport = createTransport({
    queue,
    wire: createWire(),
    url: `${host}/v1/b`,
    writeKey,
    flushDelayMs: options.flushDelayMs ?? 300,
    flushAt: options.flushAt ?? 20,
    canSend: isAllowed,
    onDelivered: (events) => signals.emit('delivered', events),
    onRefused: (events, status) => signals.emit('refused', { events, status }),
  })

  const surveys = watchSurveys({
    host,
    writeKey,
    store,
    isAllowed,
    identify() {
      const [userId, userSignature] = [identity.userId(), identity.signature()]
      return { anonymousId: identity.anonymousId(), ...(userId && { userId, ...(userSignature && { userSignature }) }) }
    },
  })

  let referrer = document.referrer
  let viewed = readPage(isHashRouted, referrer)
  let lastSearch: string | null = null
  let views: PageViews | undefined
  let vitals: WebVitalsObserver | undefined
  let errors: ErrorWatch | undefined
  const expendable = new Set<string>()

  /** The campaign in the address counts once, on arrival: two tabs must not take turns in renewing it. */
  function takeCampaign() {
    if (location.search === lastSearch) return null
    lastSearch = location.search
    return readCampaign(lastSearch)
  }

  function record(type: EventType, body: EventBody, extra: RecordOptions = {}): RapportEvent | null {
    if (consent.state() === 'out') {
      // Perhaps said in another tab, whose cookie brings no storage event here.
      applyConsent()
      return null
    }
    if (type !== 'page' && !extra.isPassive) views?.settle()
    const page = extra.page ?? readPage(isHashRouted, referrer)
    const session = extra.isPassive ? sessions.peek() : sessions.touch(takeCampaign())
    const context = buildContext(page, session)
    const groupId = identity.groupId()
    if (groupId !== null) context['groupId'] = groupId
    const firstTouch = readFirstTouch(store, page)
    if (type === 'page' || type === 'identify') context['firstTouch'] = firstTouch
    const userId = identity.userId()
    const event: RapportEvent = {
      type,
      messageId: createId(),
      timestamp: new Date().toISOString(),
      anonymousId: identity.anonymousId(),
      ...(userId !== null && { userId }),
      ...body,
      context: { ...context, ...extra.context },
    }
    const dropped = queue.append(event)
    if (dropped) signals.emit('dropped', dropped)
    signals.emit('event', event)
    signals.emit(type, event)
    surveys.notice(event)
    transport.notify()
    return event
  }

  function reportVitals(): void {
    const measured = vitals?.take()
    if (!measured) return
    const properties = { ...measured, path: viewed.path }
    const event = record('track', { event: 'Web Vitals Measured', properties }, { isPassive: true, page: viewed })
    if (event) expendable.add(event.messageId)
  }

  function startView(): void {
    errors?.startView()
    vitals?.startView()
  }

  function recordPage(body: EventBody, context?: Properties): void {
    const { url } = readPage(isHashRouted, referrer)
    if (url !== viewed.url) {
      reportVitals()
      startView()
      referrer = viewed.url
    }
    viewed = readPage(isHashRouted, referrer)
    record('page', { ...body, properties: { ...viewed, ...body.properties } }, { context })
  }

  const adoptOrphans = guard(() => {
    if (!isAllowed()) return
    runInOneTab(
      store,
      'adopt',
      guard(() => {
        queue.adoptOrphans()
        if (queue.size()) transport.notify()
      }),
    )
  })

  const applyConsent = () => {
    consent.apply()
    if (consent.state() === 'out') queue.clear()
    else transport.notify()
  }

  const listen = (target: EventTarget, name: string, handle: (event: Event) => void) => target.addEventListener(name, guard(handle))

  const wrapUp = () => {
    views?.settle()
    reportVitals()
  }

  listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      // Phones end hidden pages without a word. A keepalive request outlives the page like a
      // beacon, and unlike it tells a page that lives on whether the events arrived.
      wrapUp()
      void transport.flush()
    } else {
      adoptOrphans()
      transport.notify()
    }
  })
  listen(window, 'pagehide', () => {
    wrapUp()
    transport.sendAtUnload(expendable)
  })
  listen(window, 'pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return
    transport.resume()
    startView()
    views?.forget()
  })
  listen(window, 'online', () => {
    adoptOrphans()
    transport.retryNow()
  })
  listen(window, 'storage', (event) => {
    if ((event as StorageEvent).key === keyPrefix + consentKey) applyConsent()
  })

  if (options.autoPage ?? true) {
    views = watchPageViews(
      () => readPage(isHashRouted, '').url,
      guard(() => recordPage({})),
    )
  }
  if (options.webVitals ?? true) guard(() => (vitals = observeWebVitals()))()
  if (options.errors ?? true) {
    errors = watchErrors(
      guard((error) => {
        const properties = { ...error, path: viewed.path }
        record('track', { event: 'Error Occurred', properties }, { isPassive: true })
      }),
    )
  }
  adoptOrphans()
  // After what the page itself needs.
  ;(window.requestIdleCallback ?? setTimeout)(guard(() => surveys.refresh()))

  return {
    record: (type, body, context) => void record(type, body, { context }),
    page(body, context) {
      const isNew = views?.claim() ?? true
      if (isNew || body) recordPage(body ?? {}, context)
    },
    identify(userId, traits, { signature, ...context } = {}) {
      views?.settle()
      if (identity.identify(userId, traits)) sessions.end()
      if (signature) identity.setSignature(String(signature))
      // Only what this call knows: repeating stored traits would undo newer changes on the server.
      record('identify', { traits }, { context })
    },
    group(groupId, traits, context) {
      identity.setGroup(groupId)
      record('group', { groupId, traits }, { context })
    },
    alias(userId, previousId) {
      record('alias', { userId, previousId: previousId ?? identity.userId() ?? identity.anonymousId() })
    },
    setAnonymousId: (anonymousId) => identity.setAnonymousId(anonymousId),
    reset() {
      views?.settle()
      identity.reset()
      sessions.end()
    },
    user: () => ({
      anonymousId: identity.anonymousId(),
      userId: identity.userId(),
      traits: identity.traits(),
    }),
    flush: () => transport.flush(),
    survey: (id, call) => surveys.show(id, call),
    optIn() {
      consent.optIn()
      adoptOrphans()
      surveys.refresh()
      transport.notify()
    },
    optOut() {
      consent.optOut()
      queue.clear()
      identity.reset()
      sessions.end()
    },
  }
}
