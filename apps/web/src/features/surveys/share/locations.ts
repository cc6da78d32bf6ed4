/** The open link, from a location. */
export function toLocationUrl(linkUrl: string, location: string): string {
  return `${linkUrl}?location=${encodeURIComponent(location)}`
}
