import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { startI18n } from '../../../app/i18n.ts'
import { en } from '../en.ts'
import { builtInTraits, cleanValue, contextProperties, labelProperty, labelTrait, labelValue } from './labels.ts'

beforeAll(() => startI18n([{ name: 'segments', strings: en }]))

describe('operators', () => {
  it('are told apart by their names', () => {
    const names = Object.values(en.builder.operator)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('names in a sentence', () => {
  it('calls by a name of its own what Rapport knows itself', () => {
    const t = i18next.getFixedT('en', 'segments')
    expect([...builtInTraits.keys()].map((name) => labelTrait(name, t)).filter((label) => /[$_]|builder/.test(label))).toEqual([])
    expect(contextProperties.map((name) => labelProperty(name, t)).filter((label) => /[._]|builder/.test(label))).toEqual([])
    expect([labelTrait('plan', t), labelTrait('constructor', t), labelProperty('cart.total', t)]).toEqual(['plan', 'constructor', 'cart.total'])
  })

  it('calls countries by their names and keeps them by their codes', () => {
    const t = i18next.getFixedT('en', 'segments')
    expect([labelValue('$country', 'DE', t), labelValue('plan', 'DE', t), labelValue('plan', true, t), labelValue('plan', 1234.5, t)]).toEqual(['Germany', 'DE', 'yes', '1,234.5'])
    expect([cleanValue('$country', 'de'), cleanValue('plan', 'de')]).toEqual(['DE', 'de'])
  })
})
