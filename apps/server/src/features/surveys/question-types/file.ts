// Files that somebody sends along; their bytes arrive before the answer that names them.
import { z } from 'zod'
import { readFields } from './choices.ts'
import { defineQuestionType, refuse } from './define-question-type.ts'

const fileId = z.uuid()

export const file = defineQuestionType({
  type: 'file',
  label: 'File upload',
  description: 'Pictures or documents that somebody sends along.',
  shape: 'file',
  configSchema: z.object({
    maxFiles: z.number().int().min(1).max(5).default(1).meta({ title: 'At most', form: { widget: 'number', unit: 'files' } }),
    kinds: z.enum(['images', 'documents', 'any']).default('any').meta({ title: 'Kinds of files' }),
  }),
  example: { maxFiles: 3, kinds: 'images' },
  read(value, { maxFiles }) {
    const ids = readFields(value, ['fileIds'])?.['fileIds']
    if (!Array.isArray(ids) || ids.length === 0 || !ids.every((id) => fileId.safeParse(id).success) || new Set(ids).size !== ids.length) return refuse('Add a file.')
    if (ids.length > maxFiles) return refuse(maxFiles === 1 ? 'Add one file only.' : `Add at most ${maxFiles} files.`)
    return { isValid: true, value: { fileIds: ids }, words: ids.length === 1 ? '1 file' : `${ids.length} files` }
  },
})
