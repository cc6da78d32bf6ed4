// What is known of a load before and besides running it.
import type { Config } from '../../platform/config.ts'

export const demoWorkspaceName = 'Fernhill (demo)'
const demoWorkspaceSlug = 'fernhill-demo'

/** Measured over seeds and sizes: 113 to 120, fewer in small brands. */
const eventsPerPerson = 119
/** A message id is known for 30 days; after that the same events would count twice. */
const repeatableDays = 29

export function estimateEvents(people: number): number {
  return people * eventsPerPerson
}

export function isRepeatable(endsAt: Date, now: number): boolean {
  return now - endsAt.getTime() < repeatableDays * 86_400_000
}

/** The file in the data directory that holds the truth about the people of a demo workspace. */
export function nameTruthFile(slug: string): string {
  return slug === demoWorkspaceSlug ? 'demo-truth.json' : `demo-truth-${slug}.json`
}

/** Where an API of these settings answers on this machine. */
export function toLocalUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`
  if (host === '::') return `http://[::1]:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
