import type { FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import type { WriteKey } from '../sources/index.ts'
import { identifyCaller, readWriteKey } from './caller.ts'

const request = (headers: Record<string, string> = {}, query: unknown = {}) => ({ headers, query }) as FastifyRequest
const basic = (text: string) => `Basic ${btoa(text)}`

test.each<[string, FastifyRequest, unknown, string | undefined]>([
  ['Basic', request({ authorization: basic('a:') }), {}, 'a'],
  ['Basic without a colon', request({ authorization: basic('a') }), {}, 'a'],
  ['Basic with a password', request({ authorization: basic('a:b:c') }), {}, 'a'],
  ['Basic in another case', request({ authorization: basic('a:').replace('Basic', 'bASIC') }), {}, 'a'],
  ['Basic without a user', request({ authorization: basic(':b') }), {}, undefined],
  ['Bearer', request({ authorization: 'Bearer  a ' }), {}, 'a'],
  ['another scheme', request({ authorization: 'Digest a' }), {}, undefined],
  ['the body', request(), { writeKey: 'a' }, 'a'],
  ['the body, as some call it', request(), { api_key: 'a' }, 'a'],
  ['the query', request({}, { writeKey: 'a' }), null, 'a'],
  ['a doubled query', request({}, { writeKey: ['a', 'b'] }), null, undefined],
  ['a body that is text', request(), 'a', undefined],
  ['a key that is an object', request(), { writeKey: { a: 1 } }, undefined],
  ['an empty header before the body', request({ authorization: '' }), { writeKey: 'a' }, 'a'],
  ['the header before body and query', request({ authorization: basic('a:') }, { writeKey: 'c' }), { writeKey: 'b' }, 'a'],
])('the key is read from %s', (_name, from, body, expected) => {
  expect(readWriteKey(from, body)).toBe(expected)
})

const source = (platform: WriteKey['platform']): WriteKey => ({ id: 's', name: 'S', workspaceId: 1, allowedOrigins: ['https://a.example'], platform, keepIp: false })
const page = { origin: 'https://a.example' }

test.each<[string, WriteKey['platform'], Record<string, string>, string]>([
  ['a server', 'server', {}, 'server'],
  ['a program', 'http', {}, 'server'],
  ['a page with a browser key', 'browser', page, 'browser'],
  ['a browser key without a page', 'browser', {}, 'browser'],
  ['an app', 'mobile', {}, 'browser'],
  ['a page with a server key', 'server', page, 'browser'],
  ['a page that hides its origin', 'server', { 'sec-fetch-site': 'cross-site' }, 'browser'],
  ['Node\'s fetch', 'server', { 'sec-fetch-mode': 'cors' }, 'server'],
])('%s is taken for what it is', async (_name, platform, headers, expected) => {
  const keys = { get: () => Promise.resolve(source(platform)) }
  expect(await identifyCaller(request(headers, { writeKey: 'a' }), {}, keys)).toEqual({ source: source(platform), origin: expected })
})

test.each<[string, WriteKey | undefined, Record<string, string>, unknown, string]>([
  ['no key', source('browser'), {}, {}, 'invalid_key'],
  ['an unknown key', undefined, {}, { writeKey: 'a' }, 'invalid_key'],
  ['a page that may not', source('browser'), { origin: 'https://b.example' }, { writeKey: 'a' }, 'origin_not_allowed'],
])('%s is refused', async (_name, known, headers, query, code) => {
  await expect(identifyCaller(request(headers, query), {}, { get: () => known })).rejects.toMatchObject({ code })
})
