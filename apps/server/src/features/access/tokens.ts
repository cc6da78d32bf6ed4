import { createHmac, randomBytes } from 'node:crypto'

/** 256 random bits, fit for an address. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * What is stored of a token: an HMAC-SHA-256 under RAPPORT_SECRET. Who can only write to the database makes no session
 * or invitation of their own, and a new secret ends all of them.
 */
export function hashToken(secret: string, token: string): Buffer {
  return createHmac('sha256', secret).update(token).digest()
}
