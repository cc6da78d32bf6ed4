// SQL on personas and their pictures.
import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Db } from '../../platform/postgres.ts'
import type { PersonaText } from './personas.contract.ts'
import type { ImageType } from '../../platform/image-type.ts'

type Texts = Omit<PersonaText, 'name'>

type PersonaTables = {
  personas: {
    workspace_id: number
    id: string
    name: string
    texts: JSONColumnType<Texts, string, string>
    segment_id: string | null
    portrait_seed: ColumnType<number, number, number>
    portrait_type: ImageType | null
    portrait_bytes: Buffer | null
    portrait_version: Generated<number>
    created_at: Date
    created_by: string
    updated_at: Date
  }
}

/** A persona without the bytes of its picture. */
export interface StoredPersona {
  workspaceId: number
  id: string
  text: PersonaText
  segmentId: string | null
  portraitSeed: number
  portraitType: ImageType | null
  portraitVersion: number
  createdAt: Date
  createdBy: string
  updatedAt: Date
}

const columns = [
  'workspace_id as workspaceId', 'id', 'name', 'texts', 'segment_id as segmentId', 'portrait_seed as portraitSeed', 'portrait_type as portraitType',
  'portrait_version as portraitVersion', 'created_at as createdAt', 'created_by as createdBy', 'updated_at as updatedAt',
] as const

function select(db: Db, workspaceId: number) {
  return db.withTables<PersonaTables>().selectFrom('personas').select(columns).where('workspace_id', '=', workspaceId)
}

type Row = Omit<StoredPersona, 'text'> & { name: string; texts: Texts }

function toPersona({ name, texts, ...row }: Row): StoredPersona {
  return { ...row, text: { name, ...texts } }
}

export async function listPersonas(db: Db, workspaceId: number): Promise<StoredPersona[]> {
  return (await select(db, workspaceId).orderBy('name').orderBy('id').execute()).map(toPersona)
}

export async function countPersonas(db: Db, workspaceId: number): Promise<number> {
  const { count } = await db
    .withTables<PersonaTables>()
    .selectFrom('personas')
    .select((where) => where.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return count
}

export async function findPersona(db: Db, workspaceId: number, id: string): Promise<StoredPersona | undefined> {
  const row = await select(db, workspaceId).where('id', '=', id).executeTakeFirst()
  return row && toPersona(row)
}

/** The persona, locked until the transaction ends. */
export async function lockPersona(tx: Db, workspaceId: number, id: string): Promise<StoredPersona | undefined> {
  const row = await select(tx, workspaceId).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  return row && toPersona(row)
}

function toColumns({ text: { name, ...texts }, segmentId, portraitSeed, updatedAt }: StoredPersona) {
  return { name, texts: JSON.stringify(texts), segment_id: segmentId, portrait_seed: portraitSeed, updated_at: updatedAt }
}

export async function insertPersona(tx: Db, persona: StoredPersona): Promise<void> {
  await tx
    .withTables<PersonaTables>()
    .insertInto('personas')
    .values({
      ...toColumns(persona), workspace_id: persona.workspaceId, id: persona.id, portrait_type: null, portrait_bytes: null,
      created_at: persona.createdAt, created_by: persona.createdBy,
    })
    .execute()
}

export async function updatePersona(tx: Db, persona: StoredPersona): Promise<void> {
  await tx
    .withTables<PersonaTables>()
    .updateTable('personas')
    .set({ ...toColumns(persona), portrait_version: persona.portraitVersion })
    .where('workspace_id', '=', persona.workspaceId)
    .where('id', '=', persona.id)
    .execute()
}

export async function deletePersona(tx: Db, workspaceId: number, id: string): Promise<void> {
  await tx.withTables<PersonaTables>().deleteFrom('personas').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}

/** Puts a picture in place of the drawing; null draws again. */
export async function savePicture(tx: Db, persona: StoredPersona, picture: { type: ImageType; bytes: Buffer } | null): Promise<void> {
  await tx
    .withTables<PersonaTables>()
    .updateTable('personas')
    .set((where) => ({ portrait_type: picture?.type ?? null, portrait_bytes: picture?.bytes ?? null, portrait_version: where('portrait_version', '+', 1) }))
    .where('workspace_id', '=', persona.workspaceId)
    .where('id', '=', persona.id)
    .execute()
}

export async function readPicture(db: Db, workspaceId: number, id: string): Promise<{ type: ImageType; bytes: Buffer } | undefined> {
  const row = await db
    .withTables<PersonaTables>()
    .selectFrom('personas')
    .select(['portrait_type as type', 'portrait_bytes as bytes'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.type && row.bytes ? { type: row.type, bytes: row.bytes } : undefined
}
