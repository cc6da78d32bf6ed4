import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { judgeReply, signBody, webhook } from './webhook.ts'

describe('signBody', () => {
  test('can be verified with nothing but the header, the body and the secret', () => {
    const header = signBody('whsec_test', 1_790_000_000, '{"a":"ü"}')
    const [, unixSeconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header)!
    expect(signature).toBe(createHmac('sha256', 'whsec_test').update(`${unixSeconds}.{"a":"ü"}`, 'utf8').digest('hex'))
  })
})

describe('judgeReply', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')

  test.each([
    [200, {}, { status: 'delivered' }],
    [204, {}, { status: 'delivered' }],
    [301, { location: 'https://elsewhere.example/' }, { status: 'failed', text: expect.stringContaining('https://elsewhere.example/') }],
    [400, {}, { status: 'failed' }],
    [404, {}, { status: 'failed' }],
    [408, {}, { status: 'retry' }],
    [410, {}, { status: 'gone' }],
    [425, {}, { status: 'retry' }],
    [429, { 'retry-after': '120' }, { status: 'retry', retryAfterSeconds: 120 }],
    [429, { 'retry-after': 'Sat, 21 Nov 2026 12:05:00 GMT' }, { status: 'retry', retryAfterSeconds: 300 }],
    [503, { 'retry-after': 'soon' }, { status: 'retry', retryAfterSeconds: undefined }],
    [500, {}, { status: 'retry' }],
    [599, {}, { status: 'retry' }],
  ])('%d %j', (status, headers, expected) => {
    expect(judgeReply({ status, headers, text: 'answer' }, now)).toMatchObject({ responseStatus: status, text: 'answer', ...expected })
  })
})

describe('its settings', () => {
  test.each([
    ['another protocol', { url: 'ftp://shop.example/' }],
    ['a header that Rapport sets', { url: 'https://shop.example/', headers: { 'X-Rapport-Signature': 'mine' } }],
    ['a header that would frame another request', { url: 'https://shop.example/', headers: { 'transfer-encoding': 'chunked' } }],
    ['a header over two lines', { url: 'https://shop.example/', headers: { 'X-Team': 'a\r\nX-Other: b' } }],
    ['a timeout of minutes', { url: 'https://shop.example/', timeoutSeconds: 120 }],
  ])('refuse %s', (_what, config) => {
    expect(webhook.configSchema.safeParse(config).success).toBe(false)
  })

  test('are completed with a secret, once', () => {
    const completed = webhook.complete!(webhook.configSchema.parse({ url: 'https://shop.example/' }))
    expect(completed.secret).toMatch(/^whsec_[\w-]{43}$/)
    expect(webhook.complete!(completed)).toEqual(completed)
  })
})
