// Mirrors people and redirects into ClickHouse, so that queries can ask for who somebody is beside what they did.
import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import type { PoolClient } from '../../../platform/postgres.ts'
import { RowBinaryWriter } from '../../../platform/row-binary.ts'
import { readPersonValues, type PersonValues } from './person-values.ts'
import type { ProfileState } from './profile-state.ts'

const compress = promisify(zstdCompress)

/** What an export of each kind writes to, in the order of its columns. */
export const mirrorTargets = {
  people: 'people (workspace_id, id, version, is_deleted, texts, numbers, times, lists)',
  redirects: 'redirects (workspace_id, id, version, root)',
} as const
export type MirrorTarget = keyof typeof mirrorTargets

/** A person as mirrored. Without values: no person any more, merged or erased. */
export interface MirrorRow {
  id: string
  values: PersonValues | undefined
}

export interface Redirect {
  id: string
  root: string
}

export function toMirrorRow(profile: ProfileState): MirrorRow {
  return { id: profile.id, values: profile.mergedInto ? undefined : readPersonValues(profile) }
}

function writeRow(writer: RowBinaryWriter, workspaceId: number, version: number, { id, values }: MirrorRow): void {
  writer.uint32(workspaceId)
  writer.uuid(id)
  writer.int64(version)
  writer.uint8(values ? 0 : 1)
  writer.map(values?.text ?? {}, (text) => writer.text(text))
  writer.map(values?.number ?? {}, (number) => writer.decimal6(number))
  writer.map(values?.time ?? {}, (time) => writer.int64(time))
  writer.map(values?.list ?? {}, (list) => {
    writer.varint(list.length)
    for (const item of list) writer.text(item)
  })
}

async function finish(writer: RowBinaryWriter): Promise<Buffer> {
  return compress(writer.bytes(), { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
}

/** Rows as zstd-compressed RowBinary; undefined for none. A higher version takes the place of a lower one. */
export async function encodeMirror(workspaceId: number, version: number, rows: readonly MirrorRow[]): Promise<Buffer | undefined> {
  if (rows.length === 0) return undefined
  const writer = new RowBinaryWriter(rows.length * 400)
  for (const row of rows) writeRow(writer, workspaceId, version, row)
  return finish(writer)
}

async function encodeRedirects(workspaceId: number, version: number, redirects: readonly Redirect[]): Promise<Buffer> {
  const writer = new RowBinaryWriter(redirects.length * 44)
  for (const { id, root } of redirects) {
    writer.uint32(workspaceId)
    writer.uuid(id)
    writer.int64(version)
    writer.uuid(root)
  }
  return finish(writer)
}

type Queryable = Pick<PoolClient, 'query'>

/** A number greater than that of every mirror row before it. */
export async function drawMirrorVersion(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ version: number }>({ name: 'mirror-version', text: "select nextval('mirror_versions') as version" })
  return rows[0]!.version
}

export interface MirrorExport {
  target: MirrorTarget
  rows: number
  bytes: Buffer
  /** The stream's position at which it is right. */
  seq: number
  version: number
}

/** Queues rows for the exporter, inside the transaction that changes what they mirror. */
export async function queueMirror(client: Queryable, workspaceId: number, { target, rows, bytes, seq, version }: MirrorExport): Promise<void> {
  await client.query({
    name: 'queue-mirror', text: 'insert into export_batches (workspace_id, last_seq, target, version, rows, bytes) values ($1, $2, $3, $4, $5, $6)',
    values: [workspaceId, seq, target, version, rows, bytes],
  })
}

const descendantsSql = `
  with recursive moved as (
    select given.id, given.root from unnest($2::uuid[], $3::uuid[]) as given (id, root)
    union select profiles.id, moved.root from profiles join moved on profiles.merged_into = moved.id where profiles.workspace_id = $1)
  select distinct on (id) id, root from moved order by id`

/** Redirects of these profiles and of all that went into them before. `root` stands for the person after all merges. */
export async function queueRedirects(client: Queryable, workspaceId: number, given: readonly Redirect[], { seq, version }: { seq: number; version: number }): Promise<void> {
  if (given.length === 0) return
  const { rows } = await client.query<Redirect>(descendantsSql, [workspaceId, given.map((row) => row.id), given.map((row) => row.root)])
  await queueMirror(client, workspaceId, { target: 'redirects', rows: rows.length, bytes: await encodeRedirects(workspaceId, version, rows), seq, version })
}

/** Mirrors profiles that were changed beside the stream, and where profiles now lead. */
export async function mirrorNow(client: Queryable, workspaceId: number, profiles: readonly ProfileState[], redirects: readonly Redirect[]): Promise<void> {
  const version = await drawMirrorVersion(client)
  const { rows } = await client.query<{ processed_seq: number }>('select processed_seq from stream_cursors where workspace_id = $1', [workspaceId])
  const seq = rows[0]?.processed_seq ?? 0
  const bytes = await encodeMirror(workspaceId, version, profiles.map(toMirrorRow))
  if (bytes) await queueMirror(client, workspaceId, { target: 'people', rows: profiles.length, bytes, seq, version })
  await queueRedirects(client, workspaceId, redirects, { seq, version })
}

/** Older than whatever the processor mirrors: it never takes the place of anything. */
const oldest = 0

/** Mirrors people from before there was a mirror. */
export async function queueOldPeople(client: Queryable, workspaceId: number, profiles: readonly ProfileState[], redirects: readonly Redirect[]): Promise<void> {
  const version = await drawMirrorVersion(client)
  const bytes = await encodeMirror(workspaceId, oldest, profiles.map(toMirrorRow))
  if (bytes) await queueMirror(client, workspaceId, { target: 'people', rows: profiles.length, bytes, seq: 0, version })
  if (redirects.length > 0) await queueMirror(client, workspaceId, { target: 'redirects', rows: redirects.length, bytes: await encodeRedirects(workspaceId, oldest, redirects), seq: 0, version })
}
