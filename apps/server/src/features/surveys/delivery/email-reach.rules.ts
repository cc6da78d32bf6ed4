// Whether a mail may and can reach somebody, and what became of one that failed.

/** Purposes of consent that a mail with a survey stands under. */
const purposes = ['surveys', 'feedback', 'marketing']
const channels = ['email', '']

/** Why no mail is sent to somebody, in words; undefined when one may be. */
export function readUnreachable({ address, consent }: { address: string | undefined; consent: Readonly<Record<string, { isGranted: boolean }>> }): string | undefined {
  if (!address) return 'No e-mail address is known.'
  const withdrawn = purposes.flatMap((purpose) => channels.map((channel) => `${purpose}|${channel}`)).find((name) => consent[name]?.isGranted === false)
  if (!withdrawn) return undefined
  const [purpose, channel] = withdrawn.split('|')
  return `Consent to ${purpose}${channel ? ' by e-mail' : ''} was withdrawn.`
}

export interface MailFailure {
  /** `refused`: for good. `later`: surely not sent. `unknown`: the connection broke when the server may have taken it. */
  kind: 'refused' | 'later' | 'unknown'
  text: string
}

/** What an error of the mail library means. */
export function readFailure(error: unknown): MailFailure {
  const { responseCode, code, command, message } = error as { responseCode?: number; code?: string; command?: string; message?: string }
  const said = String(message ?? error).replaceAll(/\s+/g, ' ').slice(0, 200)
  if (responseCode !== undefined && responseCode >= 500) return { kind: 'refused', text: `The mail server refused it: ${said}` }
  const isBeforeSending = command === 'CONN' || ['ECONNECTION', 'ECONNREFUSED', 'EDNS', 'EAUTH', 'ETLS'].includes(code ?? '')
  if (responseCode !== undefined || isBeforeSending) return { kind: 'later', text: `The mail server did not take it, it is tried again: ${said}` }
  return { kind: 'unknown', text: said }
}
