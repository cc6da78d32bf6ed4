interface PersonalLink {
  name: string
  /** Empty where none is known. */
  email: string
  profileId: string
  url: string
}

/** A name that begins like a formula would be run by a spreadsheet: it gets an apostrophe before it (OWASP, CSV injection). */
function toCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

export function writeLinks(links: PersonalLink[]): string {
  const lines = links.map(({ name, email, profileId, url }) => [name, email, profileId, url].map(toCell).join(','))
  return ['name,email,profile_id,link', ...lines].join('\r\n')
}

/** Saves links as a CSV file. */
export function saveLinks(slug: string, links: PersonalLink[]): void {
  const address = URL.createObjectURL(new Blob([`\ufeff${writeLinks(links)}`], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `links-${slug}.csv`
  link.click()
  URL.revokeObjectURL(address)
}
