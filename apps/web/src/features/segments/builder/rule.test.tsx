import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import i18next from 'i18next'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { definition, leafConditions, type Condition, type Definition, type LeafCondition } from '../../../../../server/src/features/segments/conditions.contract.ts'
import { startI18n } from '../../../app/i18n.ts'
import { en } from '../en.ts'
import { conditionEditors, findEditor } from './conditions/index.ts'
import { RuleEditor } from './rule-editor.tsx'
import { findRuleGap } from './rule-gaps.ts'
import { RuleSentence } from './rule-sentence.tsx'
import { splitSentence, type Words } from './sentence.ts'

const order = { type: 'track', name: 'Order Completed', filters: [] } as const
const orders = { ...order, filters: [] }
const days = (amount: number) => ({ amount, unit: 'days' }) as const

/** A complete condition of each kind with the sentence it is read as. */
const samples: Array<[LeafCondition, string]> = [
  [
    { type: 'event', event: { ...order, filters: [{ property: 'total', operator: 'at_least', value: 100 }] }, aggregate: { function: 'count' }, operator: 'at_least', value: 3, window: { kind: 'sliding', length: days(90) } },
    'did Order Completed (where total is at least 100) at least 3 times in the last 90 days',
  ],
  [{ type: 'event', event: orders, aggregate: { function: 'count' }, operator: 'at_least', value: 1, window: { kind: 'ever' } }, 'did Order Completed at any time'],
  [
    { type: 'event', event: { type: 'page', name: 'Pricing', filters: [] }, aggregate: { function: 'count' }, operator: 'at_most', value: 0, window: { kind: 'between', from: '2026-02-28T23:00:00.000Z', to: '2026-03-31T22:00:00.000Z' } },
    'did not view page Pricing from Mar 1, 2026 to Mar 31, 2026',
  ],
  [{ type: 'event', event: orders, aggregate: { function: 'sum', property: 'total' }, operator: 'greater', value: 1500, window: { kind: 'ever' } }, 'did Order Completed with the sum of total more than 1,500 at any time'],
  [{ type: 'event_time', event: orders, which: 'first', time: { operator: 'more_than_ago', length: { amount: 1, unit: 'weeks' } } }, 'did Order Completed for the first time more than 1 week ago'],
  [{ type: 'event_time', event: orders, which: 'last', time: { operator: 'before', date: '2026-03-01' } }, 'did Order Completed for the last time before Mar 1, 2026'],
  [
    { type: 'sequence', first: { type: 'track', name: 'Product Added', filters: [] }, second: orders, within: days(7), without: { type: 'track', name: 'Cart Cleared', filters: [] }, isFollowed: false, window: { kind: 'sliding', length: days(30) } },
    'did Product Added, and then did not do Order Completed within 7 days, without Cart Cleared in between, in the last 30 days',
  ],
  [{ type: 'trait', trait: '$country', operator: 'in', values: ['DE', 'FR'] }, 'country is one of Germany, France'],
  [{ type: 'trait', trait: 'birthday', operator: 'anniversary_within', days: 7 }, 'birthday has its anniversary within 7 days'],
  [{ type: 'company', trait: 'plan', operator: 'not_exists' }, 'company’s plan is not known'],
  [{ type: 'consent', purpose: 'marketing', channel: null, state: 'withdrawn' }, 'has withdrawn consent to marketing on every channel'],
  [{ type: 'channel', channel: 'sms', isReachable: false }, 'cannot be reached by text message'],
  [{ type: 'segment', segmentId: '0b0f4f4c-6f0e-4a53-9d7e-0a6a3f1b2c3d', isMember: false }, 'is not in Regulars'],
  [{ type: 'random', percent: 12.5, salt: '' }, 'is among a random 12.5 % of everyone'],
]
const everything: Definition = { type: 'all', conditions: [...samples.map(([sample]) => sample), { type: 'any', conditions: [samples[0]![0], { type: 'none', conditions: [samples[1]![0]] }] }] }

beforeAll(() => startI18n([{ name: 'segments', strings: en }]))

const render = (children: ReactNode) =>
  renderToStaticMarkup(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
    </MantineProvider>,
  )

describe('kinds of conditions', () => {
  it('has an editor and a sample for each kind of the contract', () => {
    const known = conditionEditors.map((editor) => editor.type).toSorted()
    expect(known).toHaveLength(leafConditions.length)
    expect([...new Set(samples.map(([sample]) => sample.type))].toSorted()).toEqual(known)
  })

  it.each(samples)('%o is complete, taken by the contract, and reads well', (sample, sentence) => {
    const rule: Definition = { type: 'all', conditions: [sample] }
    expect(findRuleGap(rule)).toBeNull()
    expect(definition.safeParse(rule).error).toBeUndefined()
    const words: Words = { t: i18next.getFixedT('en', 'segments'), timezone: 'Europe/Berlin', nameSegment: () => 'Regulars' }
    expect(splitSentence(findEditor(sample).describe(sample, words)).map((part) => part.text).join('')).toBe(sentence)
  })

  it.each(conditionEditors.flatMap((editor) => [editor, ...(editor.more ?? [])]).map((starter) => [starter.label, starter.create()] as const))('begins %s complete, or says what is missing', (_label, created) => {
    const rule: Definition = { type: 'all', conditions: [created] }
    const gap = findRuleGap(rule)
    expect(gap === null ? definition.safeParse(rule).success : en.builder.gap[gap].endsWith('.')).toBe(true)
  })
})

describe('a whole rule', () => {
  it('is incomplete with an empty group, too many conditions or too many levels', () => {
    const nest = (levels: number): Condition => (levels === 0 ? samples[1]![0] : { type: 'all', conditions: [nest(levels - 1)] })
    expect(findRuleGap({ type: 'all', conditions: [] })).toBeNull()
    expect(findRuleGap({ type: 'all', conditions: [{ type: 'any', conditions: [] }] })).toBe('emptyGroup')
    expect(findRuleGap({ type: 'all', conditions: [nest(7)] })).toBeNull()
    expect(findRuleGap({ type: 'all', conditions: [nest(8)] })).toBe('tooDeep')
    const many = { type: 'any' as const, conditions: Array.from({ length: 34 }, () => samples[1]![0]) }
    expect(findRuleGap({ type: 'all', conditions: [many, many, many] })).toBe('tooMany')
  })

  it('is read as one text, with every word found', () => {
    const html = render(<RuleSentence definition={everything} />)
    expect(html).toContain('<strong>Order Completed</strong>')
    expect(html).toContain('any of')
    expect(html).not.toMatch(/builder\.|\{\{/)
  })

  it('is edited by controls that all have a name', () => {
    const html = render(<RuleEditor value={everything} onChange={() => undefined} />)
    expect(html).not.toMatch(/builder\.|\{\{/)
    const controls = [...html.matchAll(/<(button|input|select)\b([^>]*)>(.*?)(?=<\/?(?:button|input|select)\b)/gs)].filter(([, , attributes]) => !/aria-hidden="true"|type="hidden"/.test(attributes ?? ''))
    expect(controls.length).toBeGreaterThan(60)
    const unnamed = controls.filter(([, , attributes, content]) => !/aria-label="[^"]+"/.test(attributes ?? '') && (content ?? '').replaceAll(/<[^>]*>/g, '').trim() === '')
    expect(unnamed.map(([text]) => text)).toEqual([])
    const comboboxes = [...html.matchAll(/<button[^>]*role="combobox"[^>]*>/g)].map(([tag]) => tag)
    expect(comboboxes.filter((tag) => !tag.includes('aria-expanded="false"'))).toEqual([])
    expect(comboboxes.length).toBeGreaterThan(40)
    for (const position of ['1', '15', '15.1', '15.2.1']) expect(html).toContain(`aria-label="Remove condition ${position}"`)
  })
})
