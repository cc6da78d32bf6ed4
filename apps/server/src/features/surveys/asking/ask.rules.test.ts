import { describe, expect, test } from 'vitest'
import { decideAsk, drawSample, findOpening, type AskSituation, type PastAsk } from './ask.rules.ts'
import { surveySettings, surveyTargeting } from '../surveys.contract.ts'

const day = 86_400_000
const own = '00000000-0000-7000-8000-00000000000a'
const other = '00000000-0000-7000-8000-00000000000b'
const vips = '00000000-0000-7000-8000-0000000000c1'
const staff = '00000000-0000-7000-8000-0000000000c2'
// A Wednesday, 12:00 in Berlin.
const now = Date.parse('2026-11-25T11:00:00Z')

const asked = (surveyId: string, msAgo: number, answeredMsAgo?: number): PastAsk => ({
  surveyId, survey: surveyId === own ? 'Own' : 'Store visit', askedAt: now - msAgo, answeredAt: answeredMsAgo === undefined ? null : now - answeredMsAgo,
})

interface Given {
  status?: AskSituation['survey']['status']
  isPublished?: boolean
  kind?: 'customers' | 'employees'
  channel?: AskSituation['channel']
  targeting?: Parameters<typeof surveyTargeting.parse>[0]
  settings?: object
  asks?: PastAsk[]
  segmentIds?: string[]
  isIdentified?: boolean
  key?: string
  quotaCounts?: AskSituation['quotaCounts']
  at?: string
}

function decide({ status = 'live', isPublished = true, kind = 'customers', channel = 'widget', targeting = {}, settings = {}, asks = [], segmentIds = [], isIdentified = true, key = 'ann', quotaCounts = [], at }: Given) {
  const parsed = surveyTargeting.parse({ channels: { widget: { isOn: true }, email: { isOn: true } }, ...(targeting as object) })
  return decideAsk({
    survey: { id: own, kind, status, isPublished, targeting: parsed }, channel,
    person: { key, isIdentified, segmentIds: new Set(segmentIds), asks }, quotaCounts, settings: surveySettings.parse(settings),
    segmentNames: new Map([[vips, 'VIPs'], [staff, 'Staff']]), now: at ? Date.parse(at) : now, timezone: 'Europe/Berlin',
  })
}

const every = { kind: 'every', days: 90 }
const capOf = (count: number) => ({ restDays: 0, cap: { count, within: { amount: 30, unit: 'days' } } })
const quota = { name: 'All', limit: 10 }

const table: [what: string, given: Given, reason: string, text: RegExp][] = [
  ['nobody stands against', {}, 'asked', /nothing/i],
  ['paused', { status: 'paused' }, 'not_live', /paused/],
  ['live but never published', { isPublished: false }, 'not_live', /never published/],
  ['the widget is off', { targeting: { channels: {} } }, 'channel_off', /widget/],
  ['the mail is off', { channel: 'email', targeting: { channels: { widget: { isOn: true } } } }, 'channel_off', /e-mail/],
  ['employees are not mailed', { channel: 'email', kind: 'employees' }, 'channel_off', /anonymous/],
  ['a server asks whatever the widget', { channel: 'api', targeting: { channels: {} } }, 'asked', /./],
  ['nobody knows who it is', { isIdentified: false, targeting: { audience: { isIdentifiedOnly: true } } }, 'not_in_audience', /identified/],
  ['not in the segment', { targeting: { audience: { segmentIds: [vips] } } }, 'not_in_audience', /VIPs/],
  ['in one of two segments', { segmentIds: [staff], targeting: { audience: { segmentIds: [vips, staff] } } }, 'asked', /./],
  ['in an excluded segment', { segmentIds: [vips, staff], targeting: { audience: { segmentIds: [vips], excludedSegmentIds: [staff] } } }, 'not_in_audience', /excluded segment Staff/],
  ['once, asked before', { asks: [asked(own, 400 * day)] }, 'already_asked', /Asked by this survey 400 days ago; it asks once/],
  ['once, answered before', { asks: [asked(own, 4 * day, 3 * day)] }, 'already_answered', /Answered this survey 3 days ago/],
  ['two of three times', { settings: { cap: null }, targeting: { frequency: { kind: 'times', times: 3 } }, asks: [asked(own, day), asked(own, 2 * day)] }, 'asked', /./],
  ['three of three times', { targeting: { frequency: { kind: 'times', times: 3 } }, asks: [asked(own, day), asked(own, 2 * day), asked(own, 3 * day)] }, 'already_asked', /3 times; it asks 3 times/],
  ['until answered, asked often', { settings: { cap: null }, targeting: { frequency: { kind: 'until_answered' } }, asks: [1, 2, 3, 4, 5, 6].map((days) => asked(own, days * day)) }, 'asked', /./],
  ['until answered, answered', { targeting: { frequency: { kind: 'until_answered' } }, asks: [asked(own, day), asked(own, 9 * day, 9 * day)] }, 'already_answered', /9 days ago/],
  ['every 90 days, 90 days ago to the millisecond', { targeting: { frequency: every }, asks: [asked(own, 90 * day, 90 * day)] }, 'asked', /./],
  ['every 90 days, a millisecond less', { targeting: { frequency: every }, asks: [asked(own, 90 * day - 1)] }, 'already_asked', /89 days ago; it asks every 90 days/],
  ['rest period', { asks: [asked(other, 3 * day)] }, 'rest_period', /^Asked by Store visit 3 days ago; the rest period is 14 days\.$/],
  ['rest period, exactly over', { asks: [asked(other, 14 * day)] }, 'asked', /./],
  ['rest period, a millisecond left', { asks: [asked(other, 14 * day - 1)] }, 'rest_period', /13 days/],
  ['no rest period', { settings: { restDays: 0 }, asks: [asked(other, 0)] }, 'asked', /./],
  ['no rest period, and a clock that runs ahead elsewhere', { settings: { restDays: 0 }, asks: [asked(other, -5_000)] }, 'asked', /./],
  ['rest period not respected', { targeting: { respectsRest: false }, asks: [asked(other, 0)] }, 'asked', /./],
  ['its own asks are no rest', { targeting: { frequency: { kind: 'every', days: 1 } }, asks: [asked(own, 2 * day)] }, 'asked', /./],
  ['at the cap', { settings: capOf(2), asks: [asked(other, 1), asked(other, 29 * day)] }, 'person_cap', /Asked 2 times in 30 days; the cap is 2/],
  ['at the edge of the cap’s window', { settings: capOf(2), asks: [asked(other, 1), asked(other, 30 * day)] }, 'asked', /./],
  ['the cap counts its own asks', { settings: capOf(2), targeting: { frequency: { kind: 'every', days: 1 } }, asks: [asked(own, 2 * day), asked(other, 3 * day)] }, 'person_cap', /./],
  ['cap not respected', { settings: capOf(1), targeting: { respectsRest: false }, asks: [asked(other, 1)] }, 'asked', /./],
  ['sample of nobody', { targeting: { samplePercent: 0 } }, 'not_in_sample', /Drew \d+\.\d\d of 100; the sample is the lowest 0 %/],
  ['quota with room', { targeting: { quotas: [quota] }, quotaCounts: [{ answered: 7, open: 2 }] }, 'asked', /./],
  ['quota full with the open ones', { targeting: { quotas: [quota] }, quotaCounts: [{ answered: 8, open: 2 }] }, 'quota_full', /The quota All is full: 8 answers and 2 asked just now, the limit is 10/],
  ['quota of another segment', { targeting: { quotas: [{ ...quota, segmentId: vips }] }, quotaCounts: [{ answered: 10, open: 0 }] }, 'asked', /./],
  ['quota of their segment', { segmentIds: [vips], targeting: { quotas: [{ ...quota, segmentId: vips }] }, quotaCounts: [{ answered: 10, open: 0 }] }, 'quota_full', /./],
  ['one of two quotas on answers is full', { targeting: { quotas: ['a', 'b'].map((value) => ({ ...quota, answer: { question: 'q', value } })) }, quotaCounts: [{ answered: 10, open: 0 }, { answered: 9, open: 0 }] }, 'asked', /./],
  ['both quotas on answers are full', { targeting: { quotas: ['a', 'b'].map((value) => ({ ...quota, answer: { question: 'q', value } })) }, quotaCounts: [{ answered: 10, open: 0 }, { answered: 10, open: 0 }] }, 'quota_full', /./],
  ['not begun', { targeting: { schedule: { startsAt: '2026-11-25T11:00:00.001Z' } } }, 'outside_schedule', /begins on 25 Nov 2026, 12:00/],
  ['begins now', { targeting: { schedule: { startsAt: '2026-11-25T11:00:00.000Z' } } }, 'asked', /./],
  ['ends now', { targeting: { schedule: { endsAt: '2026-11-25T11:00:00.000Z' } } }, 'outside_schedule', /ended/],
  ['another weekday', { targeting: { schedule: { weekdays: [1, 2, 4] } } }, 'outside_schedule', /Wednesday/],
  ['Monday in the zone, Sunday in UTC', { at: '2026-11-22T23:30:00Z', targeting: { schedule: { weekdays: [1] } } }, 'asked', /./],
  ['hours in the zone', { targeting: { schedule: { fromHour: 12, toHour: 13 } } }, 'asked', /./],
  ['the end of the hours is out', { targeting: { schedule: { fromHour: 9, toHour: 12 } } }, 'outside_schedule', /12:00 to 13:00 in Europe\/Berlin; it asks from 9:00 to 12:00/],
  ['only from an hour on', { targeting: { schedule: { fromHour: 13 } } }, 'outside_schedule', /from 13:00 to 24:00/],
  ['overnight, before midnight', { at: '2026-11-25T21:30:00Z', targeting: { schedule: { fromHour: 22, toHour: 6 } } }, 'asked', /./],
  ['overnight, after midnight', { at: '2026-11-25T04:30:00Z', targeting: { schedule: { fromHour: 22, toHour: 6 } } }, 'asked', /./],
  ['overnight, by day', { targeting: { schedule: { fromHour: 22, toHour: 6 } } }, 'outside_schedule', /from 22:00 to 6:00/],
  ['the night of Tuesday on Wednesday morning', { at: '2026-11-25T04:30:00Z', targeting: { schedule: { fromHour: 22, toHour: 6, weekdays: [2] } } }, 'asked', /./],
  ['the night of Wednesday on Wednesday morning', { at: '2026-11-25T04:30:00Z', targeting: { schedule: { fromHour: 22, toHour: 6, weekdays: [3] } } }, 'outside_schedule', /Tuesday/],
]

test.each(table)('%s', (_what, given, reason, text) => {
  const decision = decide(given)
  expect(decision.reason).toBe(reason)
  expect(decision.text).toMatch(text)
})

test('the first of several reasons is given, in the order in which they are looked at', () => {
  const everything: Given = {
    status: 'paused', channel: 'widget', segmentIds: [], asks: [asked(own, 1), asked(other, 1)], settings: { restDays: 14, cap: { count: 1, within: { amount: 1, unit: 'days' } } },
    quotaCounts: [{ answered: 1, open: 0 }],
    targeting: { channels: {}, audience: { segmentIds: [vips] }, samplePercent: 0, quotas: [{ name: 'All', limit: 1 }], schedule: { endsAt: '2020-01-01T00:00:00Z' } },
  }
  const remedies: [string, Given][] = [
    ['not_live', { status: 'live' }], ['channel_off', { channel: 'api' }], ['not_in_audience', { segmentIds: [vips] }], ['already_asked', { asks: [asked(other, 1)] }],
    ['rest_period', { settings: { restDays: 0, cap: { count: 1, within: { amount: 1, unit: 'days' } } } }], ['person_cap', { asks: [] }],
    ['not_in_sample', { targeting: { ...(everything.targeting as object), samplePercent: 100 } }], ['quota_full', { quotaCounts: [] }], ['outside_schedule', { at: '2019-01-01T00:00:00Z' }],
  ]
  let given = everything
  for (const [reason, remedy] of remedies) {
    expect(decide(given).reason).toBe(reason)
    given = { ...given, ...remedy }
  }
  expect(decide(given).reason).toBe('asked')
})

describe('the next opening', () => {
  const opening = (schedule: object, at = now) => {
    const found = findOpening(surveyTargeting.parse({ schedule }).schedule, { now: at, timezone: 'Europe/Berlin' })
    return found === undefined ? undefined : new Date(found).toISOString()
  }
  test.each([
    ['tomorrow morning', { fromHour: 9, toHour: 12 }, '2026-11-26T08:00:00.000Z'],
    ['today at last', { fromHour: 20 }, '2026-11-25T19:00:00.000Z'],
    ['next Monday', { weekdays: [1], fromHour: 8 }, '2026-11-30T07:00:00.000Z'],
    ['when it begins', { startsAt: '2026-11-27T10:10:00Z' }, '2026-11-27T10:15:00.000Z'],
    ['never, it is over', { endsAt: '2026-11-25T10:00:00Z' }, undefined],
    ['never within eight days', { startsAt: '2027-11-27T10:10:00Z' }, undefined],
  ])('is %s', (_what, schedule, expected) => {
    expect(opening(schedule)).toBe(expected)
  })
})

describe('the sample', () => {
  const people = Array.from({ length: 4_000 }, (_, index) => `person-${index}`)
  test('takes its share, the same people each time, more people when it grows', () => {
    const inSample = (percent: number) => people.filter((key) => decide({ key, targeting: { samplePercent: percent } }).reason === 'asked')
    const quarter = inSample(25)
    expect(quarter.length / people.length).toBeCloseTo(0.25, 1)
    expect(inSample(25)).toEqual(quarter)
    expect(inSample(40)).toEqual(expect.arrayContaining(quarter))
  })
  test('draws other people for another survey, and is the first 8 bytes of SHA-256', () => {
    const firstOf = (surveyId: string) => people.filter((key) => drawSample(surveyId, key) < 25)
    expect(firstOf(own)).not.toEqual(firstOf(other))
    // printf 'survey:person' | sha256sum | cut -c1-16, worked out apart from this code.
    expect(drawSample('survey', 'person')).toBeCloseTo(Number(BigInt(`0x${expectedHex}`) % 1_000_000n) / 10_000, 4)
  })
})

const expectedHex = '8859609bbbac2b7c'
