/** Parses what an earlier page stored, or an attribute says; null if it is absent or no JSON: both can be edited. */
export function parseJson<T>(text: string | null): T | null {
  try {
    return text ? (JSON.parse(text) as T) : null
  } catch {
    return null
  }
}
