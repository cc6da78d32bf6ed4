// HTTP requests to addresses that users type in: private networks are refused unless allowed, no redirect is followed.
import { lookup as resolve, type LookupAddress } from 'node:dns'
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export interface OutgoingRequest {
  url: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  headers: Record<string, string>
  body?: string
  /** For everything: name, connection, headers and body of the reply. */
  timeoutSeconds: number
  /** Lets the request reach loopback and private networks. Link-local addresses stay refused: clouds keep credentials there. */
  allowPrivateNetwork: boolean
  signal?: AbortSignal
}

export interface OutgoingReply {
  status: number
  headers: IncomingHttpHeaders
  /** The first 8 kB of the body. */
  text: string
}

/** The host is, or resolves to, an address that must not be called. */
export class RefusedAddressError extends Error {
  override name = 'RefusedAddressError'
}

const maxReplyBytes = 8 * 1024

function createBlockList(ipv4: string[], ipv6: string[]): BlockList {
  const list = new BlockList()
  for (const [ranges, family] of [[ipv4, 'ipv4'], [ipv6, 'ipv6']] as const) {
    for (const range of ranges) {
      const [network, prefix] = range.split('/')
      list.addSubnet(network!, Number(prefix), family)
    }
  }
  return list
}

// From IANA's registries of special-purpose addresses; an IPv4 address inside an IPv6 one is checked as IPv4 by BlockList.
const linkLocal = createBlockList(['169.254.0.0/16'], ['fe80::/10'])
const special = createBlockList(
  ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24',
    '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ['::/128', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', 'fc00::/7', 'fec0::/10',
    'ff00::/8'],
)

/** Whether an address may be called. */
export function isAddressAllowed(address: string, allowPrivateNetwork: boolean): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (linkLocal.check(address, family)) return false
  return allowPrivateNetwork || !special.check(address, family)
}

function assertAllowed(host: string, address: string, allowPrivateNetwork: boolean): void {
  if (isAddressAllowed(address, allowPrivateNetwork)) return
  const where = host === address ? `${address} is` : `${host} leads to ${address},`
  throw new RefusedAddressError(`${where} an address of a private network. Nothing was sent.`)
}

/** Resolves like Node does, and checks what the socket will really connect to: a second look-up could answer otherwise. */
function createLookup(allowPrivateNetwork: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '')
      try {
        for (const { address } of addresses) assertAllowed(hostname, address, allowPrivateNetwork)
      } catch (refusal) {
        return callback(refusal as Error, '')
      }
      if (options.all) callback(null, addresses)
      else callback(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}

// Two sets of kept connections, so that one opened with permission is not used again without it.
function createAgents(allowPrivateNetwork: boolean) {
  const options = { keepAlive: true, maxSockets: 64, maxFreeSockets: 8, lookup: createLookup(allowPrivateNetwork) }
  return { http: new HttpAgent(options), https: new HttpsAgent(options) }
}
const guardedAgents = createAgents(false)
const openAgents = createAgents(true)

async function readStart(reply: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= maxReplyBytes) break
  }
  return Buffer.concat(chunks).subarray(0, maxReplyBytes).toString('utf8')
}

function exchange(url: URL, options: OutgoingRequest, signal: AbortSignal): { request: ClientRequest; reply: Promise<OutgoingReply> } {
  const agents = options.allowPrivateNetwork ? openAgents : guardedAgents
  const isSecure = url.protocol === 'https:'
  const headers = { ...options.headers, 'content-length': String(Buffer.byteLength(options.body ?? '')) }
  const send = isSecure ? httpsRequest : httpRequest
  const request = send(url, { method: options.method, headers, agent: isSecure ? agents.https : agents.http, signal })
  const reply = new Promise<OutgoingReply>((resolveReply, reject) => {
    request.on('error', reject)
    request.on('response', (message) => {
      readStart(message).then((text) => resolveReply({ status: message.statusCode ?? 0, headers: message.headers, text }), reject)
    })
    request.end(options.body)
  })
  return { request, reply }
}

/**
 * Sends one request and returns the reply, whatever its status.
 * @throws RefusedAddressError for an address that is not allowed, Error when no reply came in time
 */
export async function sendRequest(options: OutgoingRequest): Promise<OutgoingReply> {
  const url = new URL(options.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host)) assertAllowed(host, host, options.allowPrivateNetwork)
  const timeout = AbortSignal.timeout(options.timeoutSeconds * 1_000)
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout
  try {
    const first = exchange(url, options, signal)
    return await first.reply.catch((error: NodeJS.ErrnoException) => {
      // A kept connection that the other side had closed already: the request did not arrive.
      if (error.code === 'ECONNRESET' && first.request.reusedSocket) return exchange(url, options, signal).reply
      throw error
    })
  } catch (error) {
    if (timeout.aborted) throw new Error(`No reply within ${options.timeoutSeconds} s.`, { cause: error })
    if (options.signal?.aborted) throw new Error('The process was stopped before the reply came.', { cause: error })
    throw error
  }
}
