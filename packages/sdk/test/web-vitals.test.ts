import { expect, test } from 'vitest'
import { createInteractionMeter, createShiftMeter } from '../src/auto/web-vitals.ts'

const shift = (startTime: number, value: number, hadRecentInput = false) =>
  ({ startTime, value, hadRecentInput }) as Parameters<ReturnType<typeof createShiftMeter>['add']>[0]

test('layout shift is the worst window: gaps under a second, at most five seconds, without input', () => {
  const meter = createShiftMeter()
  expect(meter.worst()).toBe(0)
  meter.add(shift(100, 0.1))
  meter.add(shift(900, 0.1))
  meter.add(shift(1000, 5, true))
  expect(meter.worst()).toBeCloseTo(0.2)
  meter.add(shift(3000, 0.15))
  expect(meter.worst()).toBeCloseTo(0.2)
  // A burst that lasts longer than five seconds begins a second window.
  for (let ms = 10_000; ms < 17_000; ms += 500) meter.add(shift(ms, 0.1))
  expect(meter.worst()).toBeCloseTo(1)
})

const interaction = (interactionId: number, duration: number) =>
  ({ interactionId, duration }) as Parameters<ReturnType<typeof createInteractionMeter>['add']>[0]

test('interaction to next paint is the slowest of few, and passes over one of every fifty', () => {
  const meter = createInteractionMeter()
  expect(meter.slow()).toBeUndefined()
  meter.add(interaction(0, 900))
  expect(meter.slow()).toBeUndefined()
  meter.add(interaction(7, 40))
  meter.add(interaction(14, 300))
  meter.add(interaction(14, 120))
  expect(meter.slow()).toBe(300)
  for (let i = 3; i <= 60; i++) meter.add(interaction(i * 7, 40 + i))
  expect(meter.slow()).toBe(100)
})
