import { describe, expect, it } from 'vitest'
import { chooseWidget, makeLabel } from './schema-form.tsx'

describe('schema-driven form', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ type: 'string', format: 'uri' }, 'url'],
    [{ type: 'string', enum: ['json', 'csv'] }, 'select'],
    [{ anyOf: [{ const: 'a' }, { const: 'b' }] }, 'select'],
    [{ type: 'integer' }, 'number'],
    [{ type: ['number', 'null'] }, 'number'],
    [{ type: 'boolean' }, 'switch'],
    [{ type: 'array', items: { type: 'string' } }, 'tags'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'keyValue'],
    [{ type: 'string', 'x-form': { widget: 'secret' as const } }, 'secret'],
  ])('draws %j as %s', (schema, widget) => {
    expect(chooseWidget(schema)).toBe(widget)
  })

  it('makes a label of a name', () => {
    expect(makeLabel('maxAttempts')).toBe('Max attempts')
    expect(makeLabel('retry_after-seconds')).toBe('Retry after seconds')
  })
})
