/** The calls that a page makes. Those before `load` wait for it; none of them ever throws. */
import { createClient, type Client } from './client.ts'
import { createGuard } from './core/guard.ts'
import type { User } from './core/identity.ts'
import type { SurveyCall } from './core/surveys.ts'
import { createSignalHub, type Listener, type Signals } from './core/signals.ts'
import type { EventBody, Properties } from './event.ts'
import type { RapportOptions } from './options.ts'

type Text = string | number | null | undefined

export interface Rapport {
  /**
   * Starts the SDK with a write key of a source. A second call does nothing.
   * @example rapport.load('wk_…', { host: 'https://rapport.example.com' })
   */
  load(writeKey: string, options?: RapportOptions): void
  /**
   * Something the visitor did, named "Object Action" in the past tense.
   * `context` is merged over the event's own context.
   * @example rapport.track('Product Added', { product_id: 'sku-1', price: 19.9, currency: 'EUR' })
   */
  track(event: string, properties?: Properties, context?: Properties): void
  /**
   * Who the visitor is, or more about them. With another user id than before, the visitor becomes
   * a new anonymous person first, so that two people on one device stay two.
   * @example rapport.identify('u-42', { email: 'ada@example.com', plan: 'pro' })
   * @example rapport.identify({ newsletter: true })
   * `signature` in the context is the site's proof of the user id: its server makes it, HMAC-SHA256 of the user id with the
   * workspace's signing secret, hexadecimal. It is kept with the user id and is no part of the event.
   * @example rapport.identify('u-42', {}, { signature: '9f86d081…' })
   */
  identify(userId?: Text | Properties, traits?: Properties, context?: Properties): void
  /**
   * A page view. With `autoPage` it need not be called; without arguments it is then left out for
   * an address that has been reported already. One text is the name, two are category and name.
   * @example rapport.page('Shop', 'Basket', { items: 3 })
   */
  page(category?: Text | Properties, name?: Text | Properties, properties?: Properties, context?: Properties): void
  /** A screen of an app in a web view; arguments as for `page`. */
  screen(category?: Text | Properties, name?: Text | Properties, properties?: Properties, context?: Properties): void
  /**
   * The company, household or team that the visitor belongs to.
   * @example rapport.group('acme', { name: 'Acme', seats: 12 })
   */
  group(groupId: string | number, traits?: Properties, context?: Properties): void
  /** Says that `previousId` (default: the current user or anonymous id) is the same person as `userId`. */
  alias(userId: string | number, previousId?: string | number): void
  /**
   * Consent for a purpose, as an event on the profile (`Consent Granted`, `Consent Withdrawn`).
   * Whether anything is sent at all is `optIn` and `optOut`.
   * @example rapport.consent('newsletter', true, 'email')
   */
  consent(purpose: string, isGranted: boolean, channel?: string): void
  /** Forgets the person, for example at sign-out: a new anonymous id and a new session follow. */
  reset(): void
  /** Calls back when the SDK is loaded, at once if it is. */
  ready(callback: () => void): void
  /** Who the visitor is to this browser; null before `load`. */
  user(): User | null
  /** Uses an anonymous id of the site's own. */
  setAnonymousId(anonymousId: string): void
  /** Sends all waiting events now; resolves when they are delivered or have to wait. Never rejects. */
  flush(): Promise<void>
  /**
   * Shows a survey now, if the server agrees that this visitor may be asked.
   * @example rapport.survey('0197…', { container: '#feedback', hidden: { order_id: '1001' } })
   */
  survey(id: string, call?: SurveyCall): void
  /** Listens; returns a function that stops it. */
  on<N extends keyof Signals>(name: N, listener: Listener<N>): () => void
  /** The visitor agrees: what was gathered is sent. Remembered. */
  optIn(): void
  /** The visitor refuses: nothing is sent or stored from now on, what waits is deleted. Remembered. */
  optOut(): void
  /** Logs every event and failure to the console. */
  debug(isOn?: boolean): void
}

const toId = (value: string | number) => String(value)
const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'
const isObject = (value: unknown): value is Properties => typeof value === 'object' && value !== null

/** `(category, name, properties, context)` in Segment's many forms → body and context. */
function readPageArguments(args: unknown[]): { body: EventBody | null; context?: Properties } {
  const texts = args.slice(0, 2).filter(isText).map(toId)
  const [properties, context] = args.filter(isObject)
  if (!texts.length && !properties) return { body: null }
  const body: EventBody = {}
  const name = texts.pop()
  const category = texts.pop()
  if (name !== undefined) body.name = name
  if (category !== undefined) body.category = category
  // Segment repeats both in the properties, where existing reports look for them.
  body.properties = { ...body, ...properties }
  return { body, ...(context && { context }) }
}

/** Creates an SDK that waits for its `load`. One per page is usual. */
export function createRapport(): Rapport {
  const signals = createSignalHub()
  let client: Client | null = null
  let isLoading = false
  let isDebugging = false
  const waiting: ((client: Client) => void)[] = []

  const guard = createGuard((error) => signals.emit('error', error))
  for (const name of ['event', 'delivered', 'refused', 'dropped', 'error'] as const) {
    signals.on(name, (payload) => {
      if (isDebugging) console.log('[rapport]', name, payload)
    })
  }

  const run = guard((work: (client: Client) => void) => {
    if (client) work(client)
    else waiting.push(work)
  })

  const start = guard((writeKey: string, options: RapportOptions) => {
    client = createClient(writeKey, options, signals, guard)
    for (const work of waiting.splice(0)) run(work)
  })

  return {
    load(writeKey, options = {}) {
      // Importing and calling it while a page is rendered on a server is harmless.
      if (isLoading || !writeKey || typeof window === 'undefined') return
      isLoading = true
      isDebugging ||= options.debug ?? false
      // A page that is only prerendered has not been visited, and may never be.
      if ((document as { prerendering?: boolean }).prerendering) {
        document.addEventListener('prerenderingchange', () => start(writeKey, options), { once: true })
      } else start(writeKey, options)
    },
    track: (event, properties = {}, context) => run((to) => to.record('track', { event, properties }, context)),
    identify: (userId, traits, context) =>
      run((to) => {
        if (isObject(userId)) to.identify(null, userId, traits)
        else to.identify(isText(userId) && userId !== '' ? toId(userId) : null, traits ?? {}, context)
      }),
    page: (...args) =>
      run((to) => {
        const { body, context } = readPageArguments(args)
        to.page(body, context)
      }),
    screen: (...args) =>
      run((to) => {
        const { body, context } = readPageArguments(args)
        to.record('screen', body ?? {}, context)
      }),
    group: (groupId, traits = {}, context) => run((to) => to.group(toId(groupId), traits, context)),
    alias: (userId, previousId) => run((to) => to.alias(toId(userId), previousId === undefined ? undefined : toId(previousId))),
    consent: (purpose, isGranted, channel) =>
      run((to) =>
        to.record('track', {
          event: isGranted ? 'Consent Granted' : 'Consent Withdrawn',
          properties: { purpose, ...(channel !== undefined && { channel }) },
        }),
      ),
    reset: () => run((to) => to.reset()),
    ready: (callback) => run(() => callback()),
    user() {
      let user: User | null = null
      guard(() => {
        user = client?.user() ?? null
      })()
      return user
    },
    setAnonymousId: (anonymousId) => run((to) => to.setAnonymousId(toId(anonymousId))),
    flush: () => new Promise((resolve) => run((to) => void to.flush().then(resolve, () => resolve()))),
    survey: (id, call) => run((to) => to.survey(id, call)),
    on: (name, listener) => signals.on(name, listener),
    optIn: () => run((to) => to.optIn()),
    optOut: () => run((to) => to.optOut()),
    debug(isOn = true) {
      isDebugging = isOn
    },
  }
}
