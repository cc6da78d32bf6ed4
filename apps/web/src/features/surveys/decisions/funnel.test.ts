import { expect, it } from 'vitest'
import { toFunnel } from './funnel.ts'

it('takes those that each check stopped off those that were left', () => {
  const { due, asked, steps } = toFunnel([{ reason: 'not_in_audience', count: 40 }, { reason: 'rest_period', count: 10 }, { reason: 'asked', count: 50 }])
  expect([due, asked]).toEqual([100, 50])
  expect(steps).toEqual([
    { reason: 'not_in_audience', stopped: 40, leftShare: 0.6, stoppedShare: 0.4 },
    { reason: 'rest_period', stopped: 10, leftShare: 0.5, stoppedShare: 0.1 },
  ])
})

it('is empty where nothing was decided', () => {
  expect(toFunnel([])).toEqual({ due: 0, asked: 0, steps: [] })
})
