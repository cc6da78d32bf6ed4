/** Asks the server whether this person may be asked now, and shows the survey if so. */
import { addTab, displays, type Display } from './displays/displays.ts'
import { countGestures } from './saving/gestures.ts'
import { startSurvey } from './start-survey.tsx'
import type { Content, Theme } from './wire.ts'

/** What the SDK's core hands over when a survey is due, or was asked for by call. */
export interface ShowRequest {
  host: string
  writeKey: string
  id: string
  display: keyof typeof displays
  side: 'left' | 'right'
  tabLabel?: string
  accent?: string
  /** Of an inline survey: where it goes. */
  container?: Element | string | null
  hidden: Record<string, string>
  respondent: Record<string, string>
  /** It is over: closed, or not asked at all. */
  onSettled(wasAsked: boolean): void
}

interface Claim {
  isAsked: boolean
  token: string
  responseId: string
  content: Content
}

let isOpen = false

async function claim({ host, writeKey, id, respondent, hidden }: ShowRequest): Promise<Claim | null> {
  const body = {
    ...respondent,
    languages: navigator.languages.slice(0, 10),
    page: { url: location.href.slice(0, 2_000), title: document.title.slice(0, 500) },
    hidden,
  }
  try {
    const response = await fetch(`${host}/v1/surveys/${id}/claim?writeKey=${encodeURIComponent(writeKey)}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'text/plain' },
      credentials: 'omit',
    })
    const reply = response.ok ? ((await response.json()) as Claim) : null
    return reply?.isAsked ? reply : null
  } catch {
    return null
  }
}

function open(request: ShowRequest, { content, token, responseId }: Claim, container: Element | null, onClosed: (isDone: boolean) => void): void {
  isOpen = true
  function close(): void {
    const isDone = run.place().kind === 'ending'
    isOpen = false
    display.remove()
    onClosed(isDone)
  }
  const display: Display = displays[request.display]({
    theme: content.theme,
    side: request.side,
    label: content.name,
    container,
    onCancel: close,
  })
  const { root, takesFocus } = display
  const run = startSurvey({
    content,
    root,
    takesFocus,
    destination: { host: request.host, token, responseId, hidden: request.hidden, gestures: countGestures(root) },
    ...(request.display !== 'inline' && { close }),
  })
}

const plainTheme: Theme = { accent: '#3355dd', background: '#ffffff', foreground: '#1b1d22', font: 'system', corner: 'soft' }

function showTab(request: ShowRequest): void {
  const theme = { ...plainTheme, ...(request.accent && { accent: request.accent }) }
  const tab = addTab(theme, request.side, request.tabLabel || 'Feedback', () => {
    if (isOpen) return
    isOpen = true
    void claim(request).then((claimed) => {
      if (claimed) open(request, claimed, null, (isDone) => (isDone ? tab.remove() : tab.focus()))
      else {
        isOpen = false
        tab.remove()
      }
    })
  })
  // The tab itself asks nobody: other surveys may come up beside it.
  request.onSettled(true)
}

export async function showSurvey(request: ShowRequest): Promise<void> {
  if (request.display === 'tab') return showTab(request)
  const { container } = request
  const element = typeof container === 'string' ? document.querySelector(container) : (container ?? null)
  if (isOpen || (request.display === 'inline' && !element)) return request.onSettled(true)
  isOpen = true
  const claimed = await claim(request)
  isOpen = false
  if (claimed) open(request, claimed, element, () => request.onSettled(true))
  else request.onSettled(false)
}
