/** Fetches the survey behind the address and shows it, or says kindly why there is none. Opening changes nothing: answering does. */
import { h, render } from '../../render.ts'
import { readRefusal } from '../saving/post.ts'
import { countGestures } from '../saving/gestures.ts'
import { sendWaiting, startSurvey } from '../start-survey.tsx'
import type { Content } from '../wire.ts'
import { recallBegun, rememberBegun } from './begun.ts'
import { LanguageSwitcher, openPage, showMessage } from './page-frame.tsx'

interface LinkContent {
  content: Content
  token: string
  responseId: string
  /** Of what was answered through this link before. */
  revision?: number
  preset: { question: string; value: unknown } | null
}

const titles: Record<number, string> = {
  401: 'This survey asks for a PIN',
  403: 'This link is not enough',
  404: 'There is no survey here',
  410: 'Thank you',
  429: 'One moment, please',
}

function askPin(message: string, submit: (pin: string) => void): void {
  showMessage(
    titles[401]!,
    message,
    <form
      class="pin"
      onSubmit={(event) => {
        event.preventDefault()
        submit(String(new FormData(event.currentTarget).get('pin') ?? '').trim())
      }}
    >
      <input class="field" name="pin" aria-label="PIN" inputMode="numeric" autoComplete="off" maxLength={8} required />
      <button class="main" type="submit">
        OK
      </button>
    </form>,
  )
}

function retry(again: () => void) {
  return (
    <p class="answer">
      <button type="button" class="main" onClick={again}>
        Try again
      </button>
    </p>
  )
}

function show(slugOrToken: string, reply: LinkContent, hidden: Record<string, string>, choose: (language: string) => void): void {
  const { content, preset } = reply
  const begun = recallBegun(slugOrToken, content.version)
  const { token, responseId } = begun ?? reply
  const page = openPage(content.theme)
  document.documentElement.lang = content.language
  document.documentElement.dir = content.direction
  document.title = content.name
  const [head, body] = [document.createElement('div'), document.createElement('main')]
  head.className = 'languages'
  body.className = 'survey'
  page.replaceChildren(...(content.languages.length > 1 ? [head] : []), body)
  if (content.languages.length > 1) render(<LanguageSwitcher content={content} choose={choose} />, head)
  startSurvey({
    content,
    root: body,
    preset: begun ? null : preset,
    ...(begun && { answers: begun.answers }),
    takesFocus: true,
    headingLevel: 1,
    destination: {
      host: '',
      token,
      responseId,
      hidden,
      gestures: countGestures(document),
      revision: Math.max(begun?.revision ?? 0, reply.revision ?? 0),
      onNote: ({ answers, isCompleted }, revision) =>
        rememberBegun(slugOrToken, isCompleted ? undefined : { token, responseId, version: content.version, revision, answers, at: Date.now() }),
    },
  })
}

/** What the address carries beside the survey's own parameters, for hidden fields. */
function readHidden(search: URLSearchParams): Record<string, string> {
  const own = new Set(['q', 'v', 'language', 'location'])
  return Object.fromEntries([...search].filter(([name, value]) => !own.has(name) && /^[a-z][a-z0-9_]{0,39}$/.test(name) && value.length <= 500))
}

export async function openLink(slugOrToken: string): Promise<void> {
  const search = new URLSearchParams(location.search)

  async function load(pin?: string): Promise<void> {
    let response: Response
    try {
      if (!search.has('language')) search.set('language', navigator.languages.join(','))
      response = await fetch(`/v1/survey-links/${encodeURIComponent(slugOrToken)}/content?${search}`, {
        credentials: 'omit',
        headers: pin === undefined ? {} : { 'x-survey-pin': pin },
      })
    } catch {
      return showMessage('You are offline', 'The survey opens as soon as there is a connection.', retry(() => void load(pin)))
    }
    if (response.ok) {
      return show(slugOrToken, (await response.json()) as LinkContent, readHidden(search), (language) => {
        search.set('language', language)
        void load(pin)
      })
    }
    const { message } = await readRefusal(response)
    if (response.status === 401) return askPin(message, (given) => void load(given))
    const isTemporary = response.status === 429 || response.status >= 500
    showMessage(titles[response.status] ?? 'This did not work', message, isTemporary && retry(() => void load(pin)))
  }

  addEventListener('online', () => void sendWaiting())
  void sendWaiting()
  await load()
}
