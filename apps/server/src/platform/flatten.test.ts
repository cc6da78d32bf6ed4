import { expect, test } from 'vitest'
import { flatten } from './flatten.ts'

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]))

test.each<[string, string, Record<string, string>, Record<string, number>]>([
  ['nothing', '{}', {}, {}],
  ['texts and numbers', '{"a":"x","b":1.5,"c":true,"d":""}', { a: 'x', c: 'true', d: '' }, { b: 1.5 }],
  ['no null', '{"a":null,"b":{"c":null}}', {}, {}],
  ['nesting by dots', '{"a":{"b":{"c":1},"d":"x"}}', { 'a.d': 'x' }, { 'a.b.c': 1 }],
  ['five levels, the rest as JSON', '{"a":{"b":{"c":{"d":{"e":{"f":1}}}}}}', { 'a.b.c.d.e': '{"f":1}' }, {}],
  ['lists as JSON with their length', '{"a":[1,"x",{"b":2}],"c":[]}', { a: '[1,"x",{"b":2}]', c: '[]' }, { 'a.length': 3, 'c.length': 0 }],
  ['numbers as text as text', '{"a":"19.90"}', { a: '19.90' }, {}],
  ['six decimals', '{"a":0.12345678,"b":-1e-9,"c":-0}', {}, { a: 0.123457, b: -0, c: -0 }],
  ['numbers too large as text', '{"a":1e31,"b":-1e300,"c":9e30}', { a: '1e+31', b: '-1e+300' }, { c: 9e30 }],
  ['the last of keys that collide', '{"a.b":1,"a":{"b":2}}', {}, { 'a.b': 2 }],
  ['both kinds of keys that collide', '{"a.b":"x","a":{"b":2}}', { 'a.b': 'x' }, { 'a.b': 2 }],
  ['empty keys', '{"":{"":1},".":"x"}', { '.': 'x' }, { '.': 1 }],
])('keeps %s', (_name, json, text, number) => {
  const flat = flatten(JSON.parse(json) as Record<string, unknown>)
  expect({ ...flat.text }).toEqual(text)
  expect({ ...flat.number }).toEqual(number)
})

test('takes keys of the language for keys', () => {
  const flat = flatten(JSON.parse('{"__proto__":{"a":1,"__proto__":"x"},"constructor":"y","toString":2}') as Record<string, unknown>)
  expect(JSON.stringify(flat)).toBe('{"text":{"__proto__.__proto__":"x","constructor":"y"},"number":{"__proto__.a":1,"toString":2}}')
  expect(({} as Record<string, unknown>)['a']).toBeUndefined()
})

test('stops at 250 keys, leaves out keys of more than 150 characters and cuts texts at 2,000', () => {
  expect(Object.keys(flatten(many(250)).number)).toHaveLength(250)
  expect(Object.keys(flatten(many(251)).number)).toHaveLength(250)
  expect(Object.keys(flatten({ ['k'.repeat(150)]: 1, ['l'.repeat(151)]: 2 }).number)).toEqual(['k'.repeat(150)])
  expect(flatten({ a: 'x'.repeat(2_001), b: ['y'.repeat(3_000)] }).text).toMatchObject({ a: 'x'.repeat(2_000), b: `["${'y'.repeat(1_998)}` })
})

test('never cuts a character in two: one half would fail a whole batch', () => {
  const { text } = flatten({ a: `${'x'.repeat(1_999)}😀`, b: [`${'x'.repeat(1_997)}😀`] })
  expect(text['a']).toBe('x'.repeat(1_999))
  expect(Object.values(text).every((value) => value.isWellFormed())).toBe(true)
})
