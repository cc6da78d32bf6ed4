import { describe, expect, it } from 'vitest'
import { hasAnswerFilter, isFiltered, responsesDefaults, toBaseQuery, toResponsesQuery } from './responses-view.ts'

const now = Date.parse('2026-03-10T12:00:00Z')

describe('the view as a query', () => {
  it('counts whole days in the zone of the workspace, today included', () => {
    expect(toResponsesQuery({ ...responsesDefaults, period: '7' }, 'Europe/Berlin', now)).toMatchObject({ from: '2026-03-03T23:00:00.000Z', to: '2026-03-10T23:00:00.000Z' })
  })

  it('takes both days of a span in full', () => {
    expect(toResponsesQuery({ ...responsesDefaults, from: '2026-03-01', to: '2026-03-01' }, 'UTC', now)).toMatchObject({ from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' })
  })

  it('leaves nonsense in an address out', () => {
    expect(toResponsesQuery({ ...responsesDefaults, period: 'x', from: 'yesterday' }, 'UTC', now)).toMatchObject({ from: '', to: '' })
  })

  it('keeps who answered but not what in the base', () => {
    const view = { ...responsesDefaults, group: 'detractor', search: 'slow', question: 'q1', channel: 'link' }
    expect(toBaseQuery(view, 'UTC', now)).toMatchObject({ group: '', search: '', question: '', channel: 'link' })
    expect(hasAnswerFilter(view)).toBe(true)
    expect(hasAnswerFilter({ ...view, group: '', search: '', question: '' })).toBe(false)
  })

  it('does not count the open answer as a filter', () => {
    expect(isFiltered({ ...responsesDefaults, response: 'x', survey: 'y' })).toBe(false)
  })
})
