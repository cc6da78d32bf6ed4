// Reads a collection body: JSON, whatever the content type says; gzip by its first bytes, whatever the headers say.
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { RapportError } from '../../platform/errors.ts'
import { maxBodyBytes } from './limits.ts'

const decompress = promisify(gunzip)
export const tooLarge = `A body may have ${maxBodyBytes} bytes (${maxBodyBytes / 1024} KB), also after decompression. Send smaller batches.`

function isGzip(bytes: Buffer): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b
}

async function inflate(bytes: Buffer): Promise<Buffer> {
  try {
    return await decompress(bytes, { maxOutputLength: maxBodyBytes })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new RapportError('too_large', tooLarge)
    throw new RapportError('unreadable_body', 'The body begins like gzip but cannot be decompressed.')
  }
}

/** @throws too_large over 500 KB, unreadable_body when it is no JSON */
export async function readJson(body: unknown): Promise<unknown> {
  if (!Buffer.isBuffer(body) || body.length === 0) throw new RapportError('unreadable_body', 'The body is empty; send JSON.')
  if (body.length > maxBodyBytes) throw new RapportError('too_large', tooLarge)
  const bytes = isGzip(body) ? await inflate(body) : body
  try {
    const text = bytes.toString('utf8')
    // Some clients begin with a byte order mark, which is no JSON.
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch (error) {
    throw new RapportError('unreadable_body', `The body is not valid JSON: ${(error as Error).message.slice(0, 120)}`)
  }
}
