// Files that somebody sends along with answers: taken before the answer that names them.
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import { RapportError, notFound } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { cleanFileName, findFileType, isOfKind } from './file-type.rules.ts'
import { countFiles, findFile, insertFile, type StoredFile } from './response-files.store.ts'
import { lockSql } from '../asking/group-desk.ts'
import { findResponse, lockKeyOf } from './responses.store.ts'
import type { AnswerDesk } from './submit.service.ts'
import { findSurvey, findVersion } from '../surveys.store.ts'

/** Replaced files stay until the response goes: a limit over all of them. */
const maxFilesOfResponse = 20

export interface Upload {
  token: string
  responseId: string
  question: string
  name: string
  bytes: Buffer
  address: string
}

/** @throws invalid_request, gone, conflict, too_many_requests */
export async function uploadFile(platform: Platform, desk: AnswerDesk, upload: Upload): Promise<{ fileId: string; name: string; bytes: number; type: string }> {
  const { workspaceId, surveyId, version, responseId } = desk.admit(upload.token, upload.responseId, upload.address)
  const [survey, content] = await Promise.all([findSurvey(platform.db, workspaceId, surveyId), findVersion(platform.db, workspaceId, surveyId, version)])
  if (!survey || !content || survey.status === 'closed') throw new RapportError('gone', 'This survey is closed. Thank you for wanting to answer.')
  const question = content.questions.find(({ key, type }) => key === upload.question && type === 'file')
  if (!question) throw new RapportError('invalid_request', 'This survey has no question that takes files by this name.')
  const type = findFileType(upload.bytes)
  if (!type || !isOfKind(type, question.config['kinds'])) throw new RapportError('invalid_request', sayAllowed(question.config['kinds']))
  // Of an employee a name like "Report of Ann.pdf" would say who it was.
  const name = survey.kind === 'employees' ? cleanFileName('file', type) : cleanFileName(upload.name, type)
  const file: StoredFile = { id: survey.kind === 'employees' ? crypto.randomUUID() : uuidv7(), surveyId, responseId, question: question.key, name, type, bytes: upload.bytes }
  const now = new Date(platform.clock.now())
  await platform.db.transaction().execute(async (tx) => {
    await sql.raw(lockSql([lockKeyOf(responseId)])).execute(tx)
    const response = await findResponse(tx, workspaceId, responseId)
    if (response?.status === 'completed') throw new RapportError('conflict', 'You finished this survey already. Thank you!')
    if ((await countFiles(tx, workspaceId, responseId)) >= maxFilesOfResponse) throw new RapportError('invalid_request', 'That is enough files for one survey.')
    await insertFile(tx, workspaceId, file, survey.kind === 'employees' ? new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000) : now)
  })
  return { fileId: file.id, name, bytes: file.bytes.length, type }
}

function sayAllowed(kinds: unknown): string {
  if (kinds === 'images') return 'Choose a PNG, JPEG or WebP picture.'
  return kinds === 'documents' ? 'Choose a PDF or a text file.' : 'Choose a picture (PNG, JPEG, WebP), a PDF or a text file.'
}

/** @throws not_found */
export async function readFile(platform: Platform, workspaceId: number, id: string): Promise<StoredFile> {
  const file = await findFile(platform.db, workspaceId, id)
  if (!file) throw notFound('file')
  return file
}
