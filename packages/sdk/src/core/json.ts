/** Parses what an earlier page stored; null if it is absent or broken, as storage can be edited. */
export function parseJson<T>(text: string | null): T | null {
  try {
    return text ? (JSON.parse(text) as T) : null
  } catch {
    return null
  }
}
