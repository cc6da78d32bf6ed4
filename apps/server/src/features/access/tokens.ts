import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, fit for an address. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a token; with 256 random bits a plain hash is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
