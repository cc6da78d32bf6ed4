// What is done to a person by hand: every change is an event in the stream, so that it can be seen, ordered and rebuilt.
import type { z } from 'zod'
import { RapportError, notFound } from '../../platform/errors.ts'
import { appendEvents, type SystemEvent } from '../../platform/event-log.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { waitUntilProcessed } from '../stream/index.ts'
import { isBlocked, normaliseEmail, normalisePhone } from './identity/identifiers.ts'
import { findByIdentifier, findProfile, listMemberIds } from './people.store.ts'
import { describePerson } from './profile/describe-person.ts'
import type { PersonScope } from './timeline/timeline.read-model.ts'
import type { IdentityKind, Person, consentRequest, createPersonRequest, interactionRequest } from './people.contract.ts'

/** @throws not_found */
export async function readPerson(platform: Platform, workspaceId: number, id: string): Promise<Person> {
  const person = await describePerson(platform, workspaceId, id)
  if (!person) throw notFound('person')
  return person
}

/** Whose events belong to the person `id`. @throws not_found */
export async function findScope({ db }: Platform, workspaceId: number, id: string): Promise<PersonScope & { profileId: string }> {
  const profile = await findProfile(db, workspaceId, id)
  if (!profile) throw notFound('person')
  return { workspaceId, profileId: profile.id, profileIds: await listMemberIds(db, workspaceId, profile.id) }
}

/** By any identifier, written in any of its forms. @throws not_found */
export async function lookUpPerson(platform: Platform, workspaceId: number, kind: IdentityKind | undefined, value: string): Promise<Person> {
  const forms = [value.trim(), normaliseEmail(value), normalisePhone(value)].filter((form) => form !== undefined)
  const id = await findByIdentifier(platform.db, workspaceId, kind, [...new Set(forms)])
  if (!id) throw new RapportError('not_found', `Nobody in this workspace has the ${kind ?? 'identifier'} "${value}".`)
  return readPerson(platform, workspaceId, id)
}

async function appendAndWait(platform: Platform, workspaceId: number, event: SystemEvent): Promise<void> {
  const now = platform.clock.now()
  const seq = await platform.db.transaction().execute((tx) => appendEvents(tx, workspaceId, [event], now))
  await waitUntilProcessed(platform, workspaceId, seq)
}

/** Appends an event about a known person and answers with the profile after it. @throws not_found */
async function changePerson(platform: Platform, workspaceId: number, id: string, event: Omit<SystemEvent, 'profileId'>): Promise<Person> {
  const { profileId } = await findScope(platform, workspaceId, id)
  await appendAndWait(platform, workspaceId, { ...event, profileId })
  return readPerson(platform, workspaceId, profileId)
}

export function editTraits(platform: Platform, workspaceId: number, id: string, traits: Record<string, unknown>, actor: Principal): Promise<Person> {
  return changePerson(platform, workspaceId, id, { type: 'identify', traits, context: { by: actor.name } })
}

export function addNote(platform: Platform, workspaceId: number, id: string, text: string, actor: Principal): Promise<Person> {
  return changePerson(platform, workspaceId, id, { event: 'Note Added', properties: { text, by: actor.name } })
}

export function logInteraction(platform: Platform, workspaceId: number, id: string, request: z.output<typeof interactionRequest>, actor: Principal): Promise<Person> {
  const { at, ...facts } = request
  if (at && Date.parse(at) > platform.clock.now()) throw new RapportError('invalid_request', 'An interaction cannot lie in the future.')
  return changePerson(platform, workspaceId, id, { event: 'Interaction Logged', properties: { ...facts, by: actor.name }, ...(at ? { timestamp: at } : {}) })
}

export function setConsent(platform: Platform, workspaceId: number, id: string, request: z.output<typeof consentRequest>, actor: Principal): Promise<Person> {
  const { purpose, channel, isGranted } = request
  return changePerson(platform, workspaceId, id, {
    event: isGranted ? 'Consent Granted' : 'Consent Withdrawn',
    properties: { purpose, ...(channel ? { channel } : {}), by: actor.name },
  })
}

/** Finds or creates the person of these identifiers. */
export async function createPerson(platform: Platform, workspaceId: number, request: z.output<typeof createPersonRequest>): Promise<Person> {
  const { userId, email, phone, traits } = request
  if (!userId && !email && !phone) throw new RapportError('invalid_request', 'Give a user id, an e-mail or a phone number.')
  if (userId && isBlocked(userId)) throw new RapportError('invalid_request', `"${userId}" names nobody: it is a placeholder.`)
  const wanted: [IdentityKind, string | undefined][] = [['user_id', userId], ['email', normaliseEmail(email)], ['phone', normalisePhone(phone)]]
  const [kind, value] = wanted.find(([, given]) => given !== undefined) ?? []
  if (!kind || !value) throw new RapportError('invalid_request', 'The e-mail or phone number is not valid.')
  await appendAndWait(platform, workspaceId, {
    type: 'identify',
    ...(userId ? { userId } : {}),
    traits: { ...traits, ...(email ? { email } : {}), ...(phone ? { phone } : {}) },
  })
  return lookUpPerson(platform, workspaceId, kind, value)
}
