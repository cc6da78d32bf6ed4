import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createRegistry, findSecretFields, maskSecrets, restoreSecrets, toFormSchema } from './variants.ts'

const schema = z.object({
  name: z.string().meta({ title: 'Name', form: { placeholder: 'Shop' } }),
  token: z.string().optional().meta({ title: 'Token', form: { widget: 'secret' } }),
  headers: z.record(z.string(), z.string()).default({}).meta({ title: 'Headers', form: { widget: 'keyValue', isSecret: true } }),
  seconds: z.number().default(10).meta({ title: 'Seconds', form: { unit: 's' } }),
})
const variant = { type: 'first', label: 'First', description: 'The first.', configSchema: schema, example: { name: 'x' } } as const

describe('createRegistry', () => {
  test('finds what is registered and nothing else', () => {
    const registry = createRegistry([variant, { ...variant, type: 'second' }])
    expect(registry.types).toEqual(['first', 'second'])
    expect(registry.get('second').type).toBe('second')
    expect(registry.find('third')).toBeUndefined()
    expect(registry.has('toString')).toBe(false)
    expect(() => registry.get('third')).toThrow('Nothing is registered as "third". Known: first, second.')
  })

  test('refuses two variants of one type', () => {
    expect(() => createRegistry([variant, variant])).toThrow('Two variants are called "first"')
  })
})

describe('toFormSchema', () => {
  test('serves hints as x-form and asks for no field that has a default', () => {
    expect(toFormSchema(schema)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', title: 'Name', 'x-form': { placeholder: 'Shop' } },
        token: { type: 'string', title: 'Token', 'x-form': { widget: 'secret' } },
        headers: {
          type: 'object', title: 'Headers', default: {}, propertyNames: { type: 'string' }, additionalProperties: { type: 'string' },
          'x-form': { widget: 'keyValue', isSecret: true },
        },
        seconds: { type: 'number', title: 'Seconds', default: 10, 'x-form': { unit: 's' } },
      },
    })
  })
})

describe('secrets', () => {
  const stored = { name: 'Shop', token: 'abcdefghijklmnop1234', headers: { Authorization: 'Bearer 1', 'X-Team': 'a' }, seconds: 5 }

  test('are masked, long ones but for their end', () => {
    expect(findSecretFields(schema)).toEqual(['token', 'headers'])
    expect(maskSecrets(schema, stored)).toEqual({
      name: 'Shop', token: '••••••••1234', headers: { Authorization: '••••••••', 'X-Team': '••••••••' }, seconds: 5,
    })
  })

  test.each([
    ['left out', {}, { token: stored.token, headers: stored.headers }],
    ['sent back masked', maskSecrets(schema, stored), { token: stored.token, headers: stored.headers }],
    ['one replaced', { headers: { Authorization: '••••••••', 'X-Team': 'b' } }, { token: stored.token, headers: { Authorization: 'Bearer 1', 'X-Team': 'b' } }],
    ['one removed', { headers: { 'X-Team': '••••••••' } }, { token: stored.token, headers: { 'X-Team': 'a' } }],
    ['emptied', { token: '', headers: {} }, { token: '', headers: {} }],
  ])('of an edited config: %s', (_case, incoming, expected) => {
    expect(restoreSecrets(schema, incoming, stored)).toMatchObject(expected)
    expect(Object.keys((restoreSecrets(schema, incoming, stored) as typeof stored).headers)).toEqual(Object.keys(expected.headers))
  })
})
