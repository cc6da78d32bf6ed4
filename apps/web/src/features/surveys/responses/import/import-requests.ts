// How the import asks the server, and how its failures become a file.
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { importProgress } from '@contract/surveys/responses.contract.ts'
import { api } from '../../../../app/api.ts'
import type { ImportColumn, ImportReading } from './mapping.ts'

export type ImportProgress = z.infer<typeof importProgress>

export const maxFileBytes = 20 * 1024 * 1024

/** By their names: what browsers say of a CSV differs from system to system. */
const types: Record<string, string> = { csv: 'text/csv', txt: 'text/csv', tsv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }

/** The type that the file is sent as; null for what cannot be read. */
export function findFileType(name: string): string | null {
  return types[name.toLowerCase().split('.').at(-1) ?? ''] ?? null
}

export function readFile(surveyId: string, file: File): Promise<ImportReading> {
  return api.post<ImportReading>(`/v1/surveys/${surveyId}/import/read`, new Blob([file], { type: findFileType(file.name) ?? 'text/csv' }), { query: { name: file.name } })
}

export function startImport(surveyId: string, fileId: string, columns: readonly ImportColumn[]): Promise<unknown> {
  return api.post(`/v1/surveys/${surveyId}/import/${fileId}`, { columns })
}

export function cancelImport(surveyId: string, fileId: string): Promise<unknown> {
  return api.del(`/v1/surveys/${surveyId}/import/${fileId}`)
}

export const isOver = (progress: ImportProgress | undefined) => progress !== undefined && progress.state !== 'waiting' && progress.state !== 'running'

export const progressQuery = (surveyId: string, fileId: string) =>
  queryOptions({
    queryKey: ['surveys', 'import', surveyId, fileId],
    queryFn: ({ signal }) => api.get<ImportProgress>(`/v1/surveys/${surveyId}/import/${fileId}`, { signal }),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 500),
    gcTime: 0,
  })

/** What begins like a formula would be run by a spreadsheet that opens the file. */
function toCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

export function toFailedCsv(failed: ImportProgress['failed'], header: [string, string]): string {
  return [header.map(toCell).join(','), ...failed.map(({ row, message }) => `${row},${toCell(message)}`)].join('\r\n')
}
