import { describe, expect, test } from 'vitest'
import { measureCompleteness } from '../content/completeness.rules.ts'
import { checkContent } from '../content/content.rules.ts'
import { anonymousPerson, deliverContent } from '../delivery/deliver.rules.ts'
import { fillInReviews } from '../../../../test/surveys.ts'
import { surveyContent, surveyTargeting } from '../surveys.contract.ts'
import { checkReadiness, checkTargeting } from '../asking/targeting.rules.ts'
import { findTemplate, templates } from './index.ts'

const id = '018f3c5e-7b1a-7c3d-8e4f-0123456789ab'

test('there is one for each occasion, each key once', () => {
  expect(templates.map(({ key }) => key)).toEqual([
    'relational_nps', 'post_purchase_csat', 'post_support_ces', 'onboarding', 'churn', 'product_market_fit', 'store_visit', 'website_feedback', 'motivations', 'employee_nps', 'employee_frontline',
  ])
  expect(findTemplate('churn')?.name).toBe('Churn or exit')
  expect(findTemplate('constructor')).toBeUndefined()
})

describe.each(templates.map((template) => [template.key, template] as const))('%s', (_key, template) => {
  test('can be published once an invitation to review has its address', () => {
    expect([surveyContent.parse(template.content), surveyTargeting.parse(template.targeting)]).toEqual([template.content, template.targeting])
    const missing = template.content.endings.flatMap(({ kind }, index) => (kind === 'review' ? [{ path: `endings.${index}.url`, message: 'Give the address where the review is written.' }] : []))
    expect(checkContent(template.content, { kind: template.kind, findRuleProblem: () => undefined })).toEqual(missing)
    expect(checkContent(fillInReviews(template.content), { kind: template.kind, findRuleProblem: () => undefined })).toEqual([])
    expect(checkTargeting(template.targeting, new Set())).toEqual([])
    expect(checkReadiness(template.targeting, template.content)).toEqual([])
  })

  test('is whole in English and German, and delivered in both', () => {
    expect(measureCompleteness(template.content)).toEqual({ en: 1, de: 1 })
    const [english, german] = ['en', 'de'].map((language) =>
      deliverContent({ survey: { id, name: template.name, kind: template.kind, version: 1 }, content: template.content, languages: [language], person: anonymousPerson, hidden: {}, seed: 's' }),
    )
    expect([english!.language, german!.language]).toEqual(['en', 'de'])
    for (const [index, question] of english!.questions.entries()) {
      expect(question.title).not.toBe('')
      expect(german!.questions[index]!.title).not.toBe(question.title)
      expect(question.title).not.toMatch(/\{\{(trait|hidden)/)
    }
  })
})

test('employees are asked by link alone, and only who comes by themselves is asked in spite of the rest', () => {
  const employees = templates.filter(({ kind }) => kind === 'employees')
  expect(employees.map(({ targeting: { channels } }) => [channels.link.isOn, channels.widget.isOn, channels.email.isOn])).toEqual([[true, false, false], [true, false, false]])
  const restless = templates.filter(({ targeting }) => !targeting.respectsRest)
  expect(restless.map(({ key }) => key)).toEqual(['store_visit', 'website_feedback', 'employee_nps', 'employee_frontline'])
})
