/** What is seen of a survey: one question a screen, between its progress and its buttons. */
import { h } from '../render.ts'
import { findKind } from './questions/index.ts'
import type { SurveyRun } from './survey-run.ts'
import { EndingScreen } from './ending-screen.tsx'
import type { Question } from './wire.ts'

interface ScreenProps {
  run: SurveyRun
  id: string
  headingLevel?: number | undefined
}

export interface SurveyViewProps extends ScreenProps {
  /** Left out where the survey is not closed, as on a page of its own. */
  close?: (() => void) | undefined
}

function Progress({ run }: { run: SurveyRun }) {
  const { number, total } = run.progress()
  const done = run.place().kind === 'ending' ? 1 : Math.max(0, number - 1) / Math.max(1, total)
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={run.say('progress', { number, total })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(done * 100)}
    >
      <div style={{ inlineSize: `${Math.max(4, done * 100)}%` }} />
    </div>
  )
}

function Welcome({ run, headingLevel }: ScreenProps) {
  const { title, text } = run.content.welcome!
  return (
    <div class="screen" key="welcome">
      <h2 tabIndex={-1} aria-level={headingLevel}>{run.fill(title)}</h2>
      {text && <p class="text">{run.fill(text)}</p>}
      {run.content.isAnonymous && <p class="hint">{run.say('anonymous')}</p>}
    </div>
  )
}

function Ask({ run, id, question, headingLevel }: ScreenProps & { question: Question }) {
  const kind = findKind(question.type)
  const { say } = run
  const isFirst = run.back === undefined
  return (
    <div
      class="screen"
      key={question.key}
      role={kind.isSingle ? 'radiogroup' : 'group'}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${question.description ? `${id}-about ` : ''}${id}-error`}
      aria-required={kind.isSingle ? question.isRequired : undefined}
    >
      <h2 id={`${id}-title`} aria-level={headingLevel} tabIndex={-1} data-focus={kind.isWritten ? undefined : ''}>
        {run.fill(question.title)}
        {!question.isRequired && question.type !== 'statement' && <span class="optional"> {say('optional')}</span>}
      </h2>
      {question.description && (
        <p class="about" id={`${id}-about`}>
          {run.fill(question.description)}
        </p>
      )}
      <div class="answer">
        {kind.render({
          question,
          value: run.valueOf(question),
          answer: (value) => run.answer(question, value),
          complain: run.complain,
          upload: (file) => run.upload(question, file),
          say,
          id,
          fill: run.fill,
        })}
      </div>
      {isFirst && run.content.isAnonymous && <p class="hint">{say('anonymous')}</p>}
    </div>
  )
}

function nameNext(run: SurveyRun): string {
  const place = run.place()
  if (place.kind === 'welcome') return run.content.welcome?.buttonLabel ?? run.say('start')
  if (place.kind === 'question' && place.question.config.buttonLabel) return run.fill(place.question.config.buttonLabel)
  const { number, total } = run.progress()
  return run.say(number === total ? 'submit' : 'next')
}

export function SurveyView({ run, id, close, headingLevel }: SurveyViewProps) {
  const { content, say } = run
  const place = run.place()
  const isEnding = place.kind === 'ending'
  const screenId = place.kind === 'question' ? `${id}-${place.question.key}` : id
  return (
    <form
      class="card"
      noValidate
      dir={content.direction}
      lang={content.language}
      aria-label={content.name}
      onSubmit={(event) => {
        event.preventDefault()
        run.next()
      }}
    >
      {place.kind !== 'welcome' && <Progress run={run} />}
      {close && (
        <button type="button" class="close" aria-label={say('close')} onClick={close}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 6l12 12M18 6L6 18" />
          </svg>
        </button>
      )}
      <div class="scroll">
        {content.theme.logo?.startsWith('data:image/') && <img class="logo" src={content.theme.logo} alt="" />}
        {place.kind === 'welcome' && <Welcome run={run} id={id} headingLevel={headingLevel} />}
        {place.kind === 'question' && <Ask run={run} id={screenId} headingLevel={headingLevel} question={place.question} />}
        {isEnding && <EndingScreen run={run} ending={place.ending} headingLevel={headingLevel} />}
        <p class="error" role="alert" id={`${screenId}-error`}>
          {run.error()}
        </p>
        <input
          class="trap"
          type="text"
          name="website"
          tabIndex={-1}
          autoComplete="off"
          aria-hidden="true"
          onInput={({ currentTarget }) => run.setTrap(currentTarget.value)}
        />
      </div>
      <p class="note" role="status">
        {run.isOffline() ? say('offline') : ''}
      </p>
      {!isEnding && (
        <div class="buttons">
          {run.back && (
            <button type="button" class="quiet" onClick={run.back}>
              {say('back')}
            </button>
          )}
          <button type="submit" class="main">
            {nameNext(run)}
          </button>
        </div>
      )}
      {isEnding && close && (
        <div class="buttons">
          <button type="button" class="quiet" onClick={close}>
            {say('close')}
          </button>
        </div>
      )}
    </form>
  )
}
