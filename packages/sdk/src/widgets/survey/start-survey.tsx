/** Puts a delivered survey into an element and saves what is answered there. */
import { h, render } from '../render.ts'
import { createBacklog, type Backlog } from './saving/backlog.ts'
import { postSubmission, readRefusal } from './saving/post.ts'
import { createSaver, type SaverOptions } from './saving/saver.ts'
import type { Gestures } from './saving/gestures.ts'
import { handleKey } from './keyboard.ts'
import { findKind } from './questions/index.ts'
import type { UploadedFile } from './questions/question-kind.ts'
import { createRun, noteStart, type SurveyRun } from './survey-run.ts'
import { SurveyView } from './survey-view.tsx'
import { css } from './styles.ts'
import { deriveVariables } from './theme.ts'
import type { Answers, Content, Question, Theme } from './wire.ts'

/** Where and with what proof answers are sent. */
export interface Destination {
  host: string
  token: string
  responseId: string
  hidden: Record<string, string>
  gestures: Gestures
  revision?: number
  onNote?: SaverOptions['onNote']
}

export interface StartOptions {
  content: Content
  root: HTMLElement
  /** null: nothing is saved (a preview). */
  destination: Destination | null
  preset?: { question: string; value: unknown } | null
  /** What was answered before. */
  answers?: Answers
  close?: () => void
  /** Left out where the page has titles of its own. */
  headingLevel?: number
  /** Whether the first screen takes the focus: not where the page belongs to something else. */
  takesFocus: boolean
}

let lastId = 0

function findArea(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}

const backlog: Backlog = createBacklog(typeof window === 'undefined' ? null : findArea())

/** Sends what earlier pages could not. */
export async function sendWaiting(): Promise<void> {
  await backlog.drain(async ({ url, body }) => (await postSubmission(url, body)).kind !== 'later')
}

async function uploadFile({ host, token, responseId }: Destination, question: Question, file: File): Promise<UploadedFile> {
  const query = new URLSearchParams({ token, question: question.key, name: file.name })
  const response = await fetch(`${host}/v1/survey-responses/${responseId}/files?${query}`, {
    method: 'PUT',
    body: file,
    credentials: 'omit',
    headers: { 'content-type': file.type || 'application/octet-stream' },
  })
  if (!response.ok) throw new Error((await readRefusal(response)).message)
  return (await response.json()) as UploadedFile
}

function focusScreen(root: HTMLElement): void {
  const target = root.querySelector<HTMLElement>('[data-focus]') ?? root.querySelector<HTMLElement>('.answer .field') ?? root.querySelector('h2')
  root.querySelector('.scroll')?.scrollTo(0, 0)
  target?.focus({ preventScroll: true })
  root.scrollIntoView?.({ block: 'nearest' })
}

export function startSurvey({ content, root, destination, preset, answers, close, headingLevel, takesFocus }: StartOptions): SurveyRun {
  const id = `s${++lastId}`
  const paint = () => render(<SurveyView run={run} id={id} close={close} headingLevel={headingLevel} />, root)
  const run: SurveyRun = createRun(
    {
      content,
      preset,
      answers,
      upload: (question, file) => (destination ? uploadFile(destination, question, file) : Promise.resolve({ fileId: file.name, name: file.name })),
      onChange(isElsewhere) {
        paint()
        if (isElsewhere) focusScreen(root)
      },
    },
    () => saver,
  )
  const saver =
    destination &&
    createSaver({
      ...destination,
      url: `${destination.host}/v1/survey-responses`,
      language: content.language,
      backlog,
      onRefused: (refusal, status) => run.refuse(refusal, status),
      onChange: paint,
    })
  root.addEventListener('keydown', (event) => {
    const place = run.place()
    if (place.kind === 'ending') return
    const question = place.kind === 'question' ? place.question : undefined
    const scale = question && findKind(question.type).scale?.(question)
    handleKey(root, event, scale, (value) => question && run.answer(question, value))
  })
  paint()
  if (preset) noteStart(run)
  if (takesFocus) focusScreen(root)
  return run
}

/** An element whose styles are its own: neither the page's nor the widget's reach the other. */
export function createStyledRoot(host: HTMLElement, theme: Theme): HTMLElement {
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  for (const [name, value] of Object.entries(deriveVariables(theme))) host.style.setProperty(name, value)
  // Constructed, because a content security policy may forbid elements of style.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  shadow.adoptedStyleSheets = [sheet]
  const root = document.createElement('div')
  shadow.replaceChildren(root)
  return root
}
