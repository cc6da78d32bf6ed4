// The one place where personas meet segments.
import { RapportError } from '../../platform/errors.ts'
import type { Principal } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Definition } from '../segments/conditions.contract.ts'
import type { Db } from '../../platform/postgres.ts'
import { createSegment, findMemberIds, readSegment, setReference } from '../segments/index.ts'
import type { StoredPersona } from './personas.store.ts'

/** The profiles in a segment now; undefined when the segment is gone. */
export async function listSegmentMembers(platform: Platform, workspaceId: number, segmentId: string): Promise<string[] | undefined> {
  return ifThere(() => findMemberIds(platform, workspaceId, segmentId))
}

/** A segment's name; undefined when it is gone or in another workspace. */
export async function findSegmentName(platform: Platform, workspaceId: number, segmentId: string): Promise<string | undefined> {
  return ifThere(async () => (await readSegment(platform, workspaceId, segmentId)).name)
}

async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof RapportError && error.code === 'not_found') return undefined
    throw error
  }
}

/** Makes a live segment and returns its id. */
export async function makeSegment(
  platform: Platform, workspaceId: number, { name, description, definition }: { name: string; description: string; definition: Definition }, actor: Principal,
): Promise<string> {
  return (await createSegment(platform, workspaceId, { name, description, kind: 'live', definition }, actor)).id
}

/** Lets the segment know that the persona stands on it, or no longer does. */
export async function noteSegment(tx: Db, { workspaceId, id, segmentId, text }: Pick<StoredPersona, 'workspaceId' | 'id' | 'segmentId' | 'text'>): Promise<void> {
  await setReference(tx, workspaceId, segmentId, { kind: 'persona', id, name: text.name })
}
