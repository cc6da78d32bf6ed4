/** One survey in front of one person: where they are, what they answered, and what is said to them. */
import type { UploadedFile } from './questions/question-kind.ts'
import { findKind } from './questions/index.ts'
import { isAnswered } from './logic/parts.ts'
import { fillPipes } from './logic/pipes.ts'
import { findFirst, findNext, listAhead, type Place } from './logic/route.ts'
import type { Saver, Snapshot } from './saving/saver.ts'
import type { Answers, ContactMe, Content, Question, Refusal } from './wire.ts'
import { createSay, type Say } from './words.ts'

export interface SurveyRun {
  readonly content: Content
  readonly say: Say
  place(): Place
  valueOf(question: Question): unknown
  answer(question: Question, value: unknown): void
  /** A text with the answers so far in it. */
  fill(text: string): string
  error(): string
  complain(message: string): void
  next(): void
  /** Undefined where there is nothing before. */
  back: (() => void) | undefined
  /** Questions so far and in all, as far as can be told. */
  progress(): { number: number; total: number }
  isOffline(): boolean
  hasAskedForCall(): boolean
  askForCall(contactMe: ContactMe): void
  upload(question: Question, file: File): Promise<UploadedFile>
  setTrap(text: string): void
  /** The server said no to something that was sent. */
  refuse(refusal: Refusal, status: number): void
}

export interface RunOptions {
  content: Content
  preset?: { question: string; value: unknown } | null
  /** What was answered before: they go on at the first question without an answer. */
  answers?: Answers | undefined
  upload(question: Question, file: File): Promise<UploadedFile>
  /** Something to be seen has changed; `isElsewhere`: another question or ending is shown. */
  onChange(isElsewhere: boolean): void
}

/** A link names a choice by its key alone. */
function expandPreset({ type }: Question, value: unknown): unknown {
  if (type === 'single_choice') return { choice: value }
  return type === 'multiple_choice' || type === 'picture_choice' ? { choices: [value] } : value
}

/** `findSaver`: null while nothing is saved, as in a preview. */
export function createRun({ content, preset, answers: before = {}, upload, onChange }: RunOptions, findSaver: () => Saver | null): SurveyRun {
  const say = createSay(content.words)
  const answers: Answers = { ...before }
  const path: Place[] = []
  let place: Place
  let error = ''
  let trap = ''
  let contactMe: ContactMe | undefined

  /** Of questions on the way alone: who went back and took another branch is not held to the first. What is half typed waits. */
  function listAnswers(): Answers {
    const passed = [...path, place].filter((each) => each.kind === 'question').map(({ question }) => question)
    const onTheWay = new Set([...passed, ...listAhead(content, answers, findFirst(content, answers))])
    return Object.fromEntries([...onTheWay].filter((question) => isAnswered(answers[question.key]) && !findFault(question)).map(({ key }) => [key, answers[key]]))
  }

  function note(): void {
    const snapshot: Snapshot = {
      answers: listAnswers(),
      isCompleted: place.kind === 'ending',
      trap,
      ...(place.kind === 'ending' && { ending: place.ending.key }),
      ...(contactMe && { contactMe }),
    }
    findSaver()?.note(snapshot)
  }

  function goTo(next: Place): void {
    place = next
    error = ''
    if (next.kind === 'ending') note()
    void findSaver()?.flush()
    onChange(true)
  }

  function findFault(question: Question): string | undefined {
    const value = answers[question.key]
    const kind = findKind(question.type)
    if (isAnswered(value)) return kind.check?.(value, question, say)
    return question.isRequired && question.type !== 'statement' ? say('required') : undefined
  }

  const run: SurveyRun = {
    content,
    say,
    place: () => place,
    valueOf: ({ key }) => answers[key],
    answer({ key }, value) {
      answers[key] = value
      error = ''
      note()
      onChange(false)
    },
    fill: (text) => fillPipes(text, content.questions, answers),
    error: () => error,
    complain(message) {
      error = message
      onChange(false)
    },
    next() {
      if (place.kind === 'ending') return
      if (place.kind === 'question') {
        const fault = findFault(place.question)
        if (fault) return run.complain(fault)
      }
      path.push(place)
      goTo(place.kind === 'question' ? findNext(content, answers, place.question) : findFirst(content, answers))
    },
    get back() {
      if (path.length === 0 || place.kind === 'ending') return undefined
      return () => goTo(path.pop()!)
    },
    progress() {
      const number = [...path, place].filter(({ kind }) => kind === 'question').length
      const ahead = place.kind === 'welcome' ? findFirst(content, answers) : place
      return { number, total: path.filter(({ kind }) => kind === 'question').length + listAhead(content, answers, ahead).length }
    },
    isOffline: () => findSaver()?.isWaiting() ?? false,
    hasAskedForCall: () => contactMe !== undefined,
    askForCall(wanted) {
      contactMe = wanted
      note()
      void findSaver()?.flush()
      onChange(false)
    },
    upload,
    setTrap(text) {
      trap = text
    },
    refuse({ message, details }, status) {
      const named = details?.map(({ path: where }) => where.split('.')[1]).find(Boolean)
      const at = path.findIndex((each) => each.kind === 'question' && each.question.key === named)
      const isElsewhere = status === 400 && (at >= 0 || place.kind === 'ending')
      if (isElsewhere && path.length > 0) {
        place = at >= 0 ? path[at]! : path[path.length - 1]!
        path.splice(at >= 0 ? at : -1)
      }
      contactMe = undefined
      error = details?.[0]?.message ?? (message || say('failed'))
      onChange(isElsewhere)
    },
  }

  place = content.welcome && !preset && Object.keys(before).length === 0 ? { kind: 'welcome' } : findFirst(content, answers)
  while (place.kind === 'question' && !preset && isAnswered(answers[place.question.key])) {
    const next = findNext(content, answers, place.question)
    if (next.kind !== 'question') break
    path.push(place)
    place = next
  }
  const asked = preset && content.questions.find(({ key }) => key === preset.question)
  if (preset && asked) {
    answers[asked.key] = expandPreset(asked, preset.value)
    // The question that was answered elsewhere is where they go on, what comes before it can be gone back to.
    while (place.kind === 'question' && place.question !== asked) {
      path.push(place)
      place = findNext(content, answers, place.question)
    }
    if (place.kind !== 'question') {
      path.length = 0
      place = { kind: 'question', question: asked }
    }
  }
  return run
}

/** Saves a preset answer at the first human gesture, without being asked to. */
export function noteStart(run: SurveyRun): void {
  const place = run.place()
  if (place.kind === 'question' && isAnswered(run.valueOf(place.question))) run.answer(place.question, run.valueOf(place.question))
}
