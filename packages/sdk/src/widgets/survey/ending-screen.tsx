/** The end: thanks, the offer of a call-back, or the invitation to a review that everybody gets. */
import { h } from '../render.ts'
import type { SurveyRun } from './survey-run.ts'
import type { Ending } from './wire.ts'
import { isEmail, isPhone } from './questions/contact.tsx'

function CallBack({ run, ending }: { run: SurveyRun; ending: Ending }) {
  const { say } = run
  if (run.hasAskedForCall()) {
    return (
      <p class="text" role="status">
        {say('callBackSent')}
      </p>
    )
  }
  function send(form: HTMLFormElement): void {
    const fields = new FormData(form)
    const [email, phone, note] = ['email', 'phone', 'note'].map((name) => String(fields.get(name) ?? '').trim()) as [string, string, string]
    if (email && !isEmail(email)) return run.complain(say('emailWrong'))
    if (!email && !isPhone(phone)) return run.complain(phone ? say('phoneWrong') : say('emailWrong'))
    run.askForCall({ channel: phone && isPhone(phone) ? 'phone' : 'email', address: phone && isPhone(phone) ? phone : email, ...(note && { note }) })
  }
  return (
    <div class="answer options">
      <label class="labelled">
        <span>{say('email')}</span>
        <input class="field" type="email" name="email" autoComplete="email" maxLength={320} />
      </label>
      <label class="labelled">
        <span>{say('phone')}</span>
        <input class="field" type="tel" name="phone" autoComplete="tel" maxLength={40} />
      </label>
      <label class="labelled">
        <span>{say('callBackNote')}</span>
        <textarea class="field" name="note" rows={2} maxLength={2_000} />
      </label>
      <button type="button" class="main" onClick={({ currentTarget }) => send(currentTarget.form!)}>
        {ending.buttonLabel ?? say('callBackSend')}
      </button>
    </div>
  )
}

const isWebAddress = (address = '') => /^https?:\/\//i.test(address)

export function EndingScreen({ run, ending, headingLevel }: { run: SurveyRun; ending: Ending; headingLevel?: number | undefined }) {
  return (
    <div class="screen ending" key={ending.key}>
      <svg class="done" viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="12" />
        <path d="M7 12.4l3.4 3.4L17 9" />
      </svg>
      <h2 tabIndex={-1} aria-level={headingLevel} data-focus="">
        {run.fill(ending.title)}
      </h2>
      {ending.text && <p class="text">{run.fill(ending.text)}</p>}
      {ending.kind === 'call_back' && <CallBack run={run} ending={ending} />}
      {ending.kind !== 'call_back' && isWebAddress(ending.url) && (
        <a class="main" href={ending.url} target="_blank" rel="noopener noreferrer">
          {ending.buttonLabel ?? ending.url}
        </a>
      )}
      {isWebAddress(ending.invitation?.url) && (
        <a class="text" href={ending.invitation?.url} target="_blank" rel="noopener noreferrer">
          {ending.invitation?.label}
        </a>
      )}
    </div>
  )
}
