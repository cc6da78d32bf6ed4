/** How somebody can be reached: only the fields that the survey asks for. */
import { h } from '../../render.ts'
import type { QuestionKind } from './question-kind.ts'

type Contact = Partial<Record<'name' | 'email' | 'phone' | 'company', string>>

const kinds = {
  name: ['text', 'name'],
  email: ['email', 'email'],
  phone: ['tel', 'tel'],
  company: ['text', 'organization'],
} as const

export const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text.trim())
export const isPhone = (text: string) => text.replace(/\D/g, '').length >= 6

export const contact: QuestionKind = {
  type: 'contact',
  isWritten: true,
  render({ question, value, answer, say, id }) {
    const given = (value ?? {}) as Contact
    return (
      <div class="options">
        {(question.config.fields ?? []).map((field) => (
          <label class="labelled" key={field}>
            <span>{say(field)}</span>
            <input
              class="field"
              type={kinds[field][0] as 'text'}
              autoComplete={kinds[field][1]}
              maxLength={320}
              aria-describedby={`${id}-error`}
              value={given[field] ?? ''}
              onInput={({ currentTarget: { value: text } }) => {
                const next = { ...given, [field]: text }
                if (!text) delete next[field]
                answer(Object.keys(next).length > 0 ? next : undefined)
              }}
            />
          </label>
        ))}
      </div>
    )
  },
  check(value, _question, say) {
    const { email, phone } = value as Contact
    if (email && !isEmail(email)) return say('emailWrong')
    return phone && !isPhone(phone) ? say('phoneWrong') : undefined
  },
}
