/**
 * A random UUID v4.
 * `crypto.randomUUID` exists only in secure contexts, and shops still run on plain http in
 * intranets and tests; `getRandomValues` works there. `Math.random` is for browsers with neither.
 */
export function createId(source: Partial<Crypto> | undefined = globalThis.crypto): string {
  if (source?.randomUUID) return source.randomUUID()
  const bytes = new Uint8Array(16)
  if (source?.getRandomValues) source.getRandomValues(bytes)
  else for (let i = 0; i < 16; i++) bytes[i] = Math.random() * 256
  bytes[6] = (bytes[6]! & 15) | 64
  bytes[8] = (bytes[8]! & 63) | 128
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
