/** Notices when a survey is due on this page; what shows it is loaded only then. */
import type { RapportEvent } from '../event.ts'
import { parseJson } from './json.ts'
import { createId } from './message-id.ts'
import { keyPrefix, backlogKey, type Store } from './storage.ts'
import { matchesEvent, matchesPage, type Trigger } from './survey-rules.ts'

interface DueSurvey {
  id: string
  display: string
  side?: string
  selector?: string
  tabLabel?: string
  accent?: string
  trigger: Trigger
  schedule: { startsAt?: string; endsAt?: string }
}

/** Of GET /v1/surveys/due. */
interface Reply {
  items: DueSurvey[]
}

/** What is known of a survey in this browser: when its event came, until when it need not be asked for again. */
type Note = { at?: number; notBefore?: number }

export interface SurveyCall {
  /** The element, or its selector, that the survey fills; without one it comes up over the page. */
  container?: Element | string
  /** Values of the survey's hidden fields. */
  hidden?: Record<string, string>
}

export interface Surveys {
  /** Looks again what is due: after an opt-in, for example. */
  refresh(): void
  notice(event: RapportEvent): void
  show(id: string, call?: SurveyCall): void
}

interface Ground {
  host: string
  writeKey: string
  store: Store
  isAllowed(): boolean
  identify(): Record<string, string>
}

const tickMs = 1000
const cacheMs = 60_000
const refusedMs = 600_000
const cacheKey = `${keyPrefix}due`

export function watchSurveys({ host, writeKey, store, isAllowed, identify }: Ground): Surveys {
  let due: DueSurvey[] = []
  let timer: unknown
  let isBusy = false
  let href = location.href
  let viewedAt = Date.now()
  let scrolled = 0
  let isLeaving = false
  let seen = new Set<string>()
  const early: RapportEvent[] = []

  const readNotes = () => parseJson<Record<string, Note>>(store.get('surveys')) ?? {}
  const writeNote = (id: string, note: Note) => store.set('surveys', JSON.stringify({ ...readNotes(), [id]: note }))

  function load(onLoad: (widget: { show(request: unknown): void }) => void): void {
    const page = window as { rapportSurvey?: { show(request: unknown): void } }
    if (page.rapportSurvey) return onLoad(page.rapportSurvey)
    const tag = document.createElement('script')
    tag.src = `${host}/sdk/v1/survey.js`
    tag.onload = () => page.rapportSurvey && onLoad(page.rapportSurvey)
    tag.onerror = () => (isBusy = false)
    document.head.append(tag)
  }

  function show(survey: Partial<DueSurvey> & { id: string }, { container, hidden = {} }: SurveyCall = {}): void {
    // Not the anonymous id: this one outlives a sign-out.
    const deviceId = store.get('deviceId') ?? createId()
    store.set('deviceId', deviceId)
    isBusy = true
    seen.add(survey.id)
    load((widget) =>
      widget.show({
        side: 'right',
        ...survey,
        display: container ? 'inline' : (survey.display ?? 'popover'),
        container: container ?? survey.selector,
        host,
        writeKey,
        hidden,
        respondent: { ...identify(), deviceId },
        onSettled(wasAsked: boolean) {
          isBusy = false
          writeNote(survey.id, wasAsked ? {} : { notBefore: Date.now() + refusedMs })
        },
      }),
    )
  }

  function isDue({ id, trigger, schedule }: DueSurvey, now: number): boolean {
    const { at, notBefore = 0 } = readNotes()[id] ?? {}
    const since = trigger.events.length ? at : viewedAt
    return (
      !seen.has(id) &&
      now >= notBefore &&
      since !== undefined &&
      now >= since + trigger.delaySeconds * 1000 &&
      now >= viewedAt + (trigger.secondsOnPage ?? 0) * 1000 &&
      scrolled >= (trigger.scrollPercent ?? 0) &&
      (isLeaving || !trigger.onExitIntent) &&
      (!trigger.pages.length || trigger.pages.some((page) => matchesPage(location.pathname + location.search, page))) &&
      !(Date.parse(schedule.startsAt ?? '') > now) &&
      !(Date.parse(schedule.endsAt ?? '') <= now)
    )
  }

  function look(): void {
    const now = Date.now()
    if (href !== location.href) {
      href = location.href
      viewedAt = now
      scrolled = 0
      isLeaving = false
      seen = new Set()
      refresh()
    }
    const { scrollHeight } = document.documentElement
    scrolled = Math.max(scrolled, (100 * (scrollY + innerHeight)) / scrollHeight)
    if (isBusy || !navigator.onLine || document.hidden || !isAllowed()) return
    const found = due.find((survey) => isDue(survey, now))
    if (found) show(found)
  }

  function start({ items }: Reply): void {
    due = items
    if (!items.length) return
    if (!timer) {
      timer = setInterval(look, tickMs)
      document.addEventListener('mouseout', ({ relatedTarget, clientY }) => {
        isLeaving ||= !relatedTarget && clientY <= 0
      })
    }
    for (const event of early.splice(0)) notice(event)
    look()
  }

  function notice(event: RapportEvent): void {
    if (!due.length && early.push(event) > 20) early.shift()
    for (const { id, trigger } of due) {
      if (trigger.events.some((filter) => matchesEvent(event, filter))) writeNote(id, { at: Date.now() })
    }
  }

  function refresh(): void {
    if (!isAllowed() || !navigator.onLine) return
    if (store.get(backlogKey)) load(() => {})
    const cached = parseJson<{ at: number; reply: Reply }>(sessionStorage.getItem(cacheKey))
    if (cached && cached.at > Date.now() - cacheMs) return start(cached.reply)
    void fetch(`${host}/v1/surveys/due?writeKey=${encodeURIComponent(writeKey)}&language=${navigator.language}`, { credentials: 'omit' })
      .then((response) => response.json())
      .then((reply: Reply) => {
        sessionStorage.setItem(cacheKey, JSON.stringify({ at: Date.now(), reply }))
        start(reply)
      })
      .catch(() => {})
  }

  return { refresh, notice, show: (id, call) => show(due.find((survey) => survey.id === id) ?? { id }, call) }
}
