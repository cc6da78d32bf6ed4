import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { RefusedAddressError, isAddressAllowed, sendRequest, type OutgoingRequest } from './outgoing-request.ts'

const servers: Server[] = []

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })))
})

const request: Omit<OutgoingRequest, 'url'> = { method: 'POST', headers: {}, body: '{}', timeoutSeconds: 5, allowPrivateNetwork: true }

describe('isAddressAllowed', () => {
  test.each([
    '127.0.0.1', '127.9.9.9', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', '::',
    'fd00::1', 'fc00::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', 'ff02::1',
  ])('refuses %s unless private networks are allowed', (address) => {
    expect(isAddressAllowed(address, false)).toBe(false)
    expect(isAddressAllowed(address, true)).toBe(true)
  })

  test.each(['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1'])('refuses %s always', (address) => {
    expect(isAddressAllowed(address, true)).toBe(false)
  })

  test.each(['1.1.1.1', '172.15.0.1', '172.32.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'])('allows %s', (address) => {
    expect(isAddressAllowed(address, false)).toBe(true)
  })
})

describe('sendRequest', () => {
  test('sends the body and gives back what was answered', async () => {
    let received = ''
    const url = await listen((incoming, reply) => {
      incoming.setEncoding('utf8').on('data', (chunk: string) => (received += chunk))
      incoming.on('end', () => reply.writeHead(418, { 'x-note': 'short' }).end('teapot'))
    })
    const reply = await sendRequest({ ...request, url, body: 'grüße' })
    expect(reply).toMatchObject({ status: 418, text: 'teapot', headers: { 'x-note': 'short' } })
    expect(received).toBe('grüße')
  })

  test.each(['http://127.0.0.1:1/', 'http://[::1]:1/', 'http://2130706433:1/', 'http://0x7f.1:1/', 'http://localhost:1/'])('refuses %s before connecting', async (url) => {
    await expect(sendRequest({ ...request, url, allowPrivateNetwork: false })).rejects.toThrow(RefusedAddressError)
  })

  test('does not follow a redirect', async () => {
    let second = 0
    const target = await listen((_incoming, reply) => void (second++, reply.end()))
    const url = await listen((_incoming, reply) => void reply.writeHead(307, { location: target }).end())
    expect((await sendRequest({ ...request, url })).status).toBe(307)
    expect(second).toBe(0)
  })

  test('reads no more than 8 kB of an endless reply', async () => {
    const url = await listen((_incoming, reply) => {
      const write = () => {
        while (!reply.destroyed && reply.write('x'.repeat(4_096)));
        if (!reply.destroyed) reply.once('drain', write)
      }
      write()
    })
    expect((await sendRequest({ ...request, url })).text).toHaveLength(8 * 1024)
  })

  test.each(['nothing', 'headers alone'])('gives up in time on a server that answers %s', async (what) => {
    const url = await listen((_incoming, reply) => {
      if (what === 'headers alone') reply.writeHead(200).write('a')
    })
    const start = performance.now()
    await expect(sendRequest({ ...request, url, timeoutSeconds: 0.2 })).rejects.toThrow('No reply within 0.2 s.')
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  test('ends when the process is told to stop', async () => {
    const stopping = new AbortController()
    const url = await listen(() => stopping.abort())
    await expect(sendRequest({ ...request, url, signal: stopping.signal })).rejects.toThrow('The process was stopped')
  })
})
