// Puts people on a list, by what was pasted and by what was uploaded.
import type { ChangeMembersReply } from '@contract/segments/segments.contract.ts'
import { api } from '../../../app/api.ts'
import { splitIdentifiers } from './identifiers.ts'

export interface PeopleSource {
  text: string
  file: File | null
  /** Column of the file; empty: the first that holds identifiers. */
  column: string
}

export const noSource: PeopleSource = { text: '', file: null, column: '' }
export const maxFileBytes = 10_000_000
/** The server takes no more in one request. */
const maxIdentifiers = 10_000
const maxUnknown = 1_000

export function isEmptySource(source: PeopleSource): boolean {
  return source.file === null && splitIdentifiers(source.text).length === 0
}

function addUp(replies: ChangeMembersReply[]): ChangeMembersReply {
  const sum = (read: (reply: ChangeMembersReply) => number) => replies.reduce((total, reply) => total + read(reply), 0)
  return {
    changed: sum((reply) => reply.changed),
    unchanged: sum((reply) => reply.unchanged),
    unknown: replies.flatMap((reply) => reply.unknown).slice(0, maxUnknown),
    unknownCount: sum((reply) => reply.unknownCount),
  }
}

export async function addPeople(listId: string, { text, file, column }: PeopleSource): Promise<ChangeMembersReply> {
  const replies: ChangeMembersReply[] = []
  const identifiers = splitIdentifiers(text)
  for (let start = 0; start < identifiers.length; start += maxIdentifiers) {
    replies.push(await api.post<ChangeMembersReply>(`/v1/segments/${listId}/members`, { identifiers: identifiers.slice(start, start + maxIdentifiers) }))
  }
  if (file) replies.push(await api.post<ChangeMembersReply>(`/v1/segments/${listId}/import`, new Blob([file], { type: 'text/csv' }), { query: { column } }))
  return addUp(replies)
}
