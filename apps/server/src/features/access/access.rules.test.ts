import { describe, expect, test } from 'vitest'
import type { RapportError } from '../../platform/errors.ts'
import { assertRoleChange, isNamedTimezone, pickFreeSlug, toSlug } from './access.rules.ts'

test.each([
  ['Möbel & Mehr', 'mobel-mehr'],
  ['  Ünïcode -- Café  ', 'unicode-cafe'],
  ['A/B:C', 'a-b-c'],
  ['東京', 'workspace'],
  ['---', 'workspace'],
  ['x'.repeat(80), 'x'.repeat(36)],
  [`${'x'.repeat(35)} end`, 'x'.repeat(35)],
])('%s becomes %s', (name, slug) => {
  expect(toSlug(name)).toBe(slug)
})

test('a taken slug gets the first free number', () => {
  expect(pickFreeSlug('shop', new Set(['other']))).toBe('shop')
  expect(pickFreeSlug('shop', new Set(['shop', 'shop-2', 'shop-4']))).toBe('shop-3')
})

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['America/Argentina/Buenos_Aires', true],
  ['+05:30', false],
  ['Mars/Olympus', false],
  ['', false],
])('%s is a zone: %s', (timezone, isZone) => {
  expect(isNamedTimezone(timezone)).toBe(isZone)
})

describe('roles', () => {
  test.each([
    ['an owner makes an owner', 'owner', 'viewer', 'owner', 1, undefined],
    ['an owner leaves another', 'owner', 'owner', null, 2, undefined],
    ['the last owner leaves', 'owner', 'owner', null, 1, 'conflict'],
    ['the last owner steps down', 'owner', 'owner', 'admin', 1, 'conflict'],
    ['the last owner stays owner', 'owner', 'owner', 'owner', 1, undefined],
    ['an admin changes a viewer', 'admin', 'viewer', 'agent', 1, undefined],
    ['an admin removes an admin', 'admin', 'admin', null, 1, undefined],
    ['an admin makes an owner', 'admin', 'viewer', 'owner', 1, 'forbidden'],
    ['an admin changes an owner', 'admin', 'owner', 'viewer', 2, 'forbidden'],
    ['an admin removes an owner', 'admin', 'owner', null, 2, 'forbidden'],
    ['a program removes an owner', null, 'owner', null, 2, 'forbidden'],
  ] as const)('%s', (_name, actorRole, from, to, owners, code) => {
    const decide = () => {
      try {
        assertRoleChange({ actorRole, from, to, owners })
        return undefined
      } catch (error) {
        return (error as RapportError).code
      }
    }
    expect(decide()).toBe(code)
  })
})
