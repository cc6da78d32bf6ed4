// How somebody can be reached.
import { z } from 'zod'
import { cleanText, readFields } from './choices.ts'
import { defineQuestionType, refuse } from './define-question-type.ts'

const fields = ['name', 'email', 'phone', 'company'] as const
type Field = (typeof fields)[number]

const longest: Record<Field, number> = { name: 200, email: 320, phone: 40, company: 200 }
const email = z.email()
/** Digits with what people write between them; 5 is the shortest number that anybody can be called on. */
const isPhone = (text: string) => /^\+?[\d\s()/.-]+$/.test(text) && text.replaceAll(/\D/g, '').length >= 5

function findProblem(field: Field, text: string): string | undefined {
  if (text.length > longest[field]) return `Write at most ${longest[field]} characters.`
  if (field === 'email' && !email.safeParse(text).success) return 'Enter an address like name@example.com.'
  return field === 'phone' && !isPhone(text) ? 'Enter a phone number with its area code.' : undefined
}

export const contact = defineQuestionType({
  type: 'contact',
  label: 'Contact fields',
  description: 'Name, e-mail, phone and company of somebody who wants to be reached.',
  shape: 'contact',
  configSchema: z.object({
    fields: z
      .array(z.enum(fields))
      .min(1)
      .max(fields.length)
      .refine((list) => new Set(list).size === list.length, 'Ask for each only once.')
      .default(['name', 'email'])
      .meta({ title: 'Asks for' }),
  }),
  example: { fields: ['name', 'email'] },
  read(value, config) {
    const given = readFields(value, config.fields)
    if (!given) return refuse('Fill in the fields.')
    const filled: Partial<Record<Field, string>> = {}
    for (const field of config.fields) {
      const text = given[field] ?? ''
      if (typeof text !== 'string') return refuse('Fill in the fields.')
      const clean = cleanText(text)
      if (clean === '') continue
      const problem = findProblem(field, clean)
      if (problem) return refuse(problem)
      filled[field] = clean
    }
    const words = Object.values(filled).join(', ')
    return words === '' ? refuse('Fill in the fields.') : { isValid: true, value: filled, words }
  },
})
