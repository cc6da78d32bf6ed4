/** Files, uploaded as soon as they are chosen. */
import { h } from '../../render.ts'
import type { QuestionKind, QuestionView, UploadedFile } from './question-kind.ts'

const maxBytes = 10 * 1024 * 1024
const accepted = { images: 'image/*', documents: '.pdf,.doc,.docx,.xls,.xlsx,.odt,.ods,.txt,.csv', any: undefined }

/** Names of files by their ids: answers hold the ids alone. */
const names = new Map<string, string>()

async function uploadAll({ question, value, answer, complain, say, upload }: QuestionView, files: readonly File[]): Promise<void> {
  let fileIds = ((value ?? {}) as { fileIds?: string[] }).fileIds ?? []
  for (const file of files.slice(0, (question.config.maxFiles ?? 1) - fileIds.length)) {
    if (file.size > maxBytes) {
      complain(say('fileTooLarge'))
      continue
    }
    complain(say('sending'))
    try {
      const uploaded: UploadedFile = await upload(file)
      names.set(uploaded.fileId, file.name)
      fileIds = [...fileIds, uploaded.fileId]
      answer({ fileIds })
    } catch (error) {
      complain(error instanceof Error && error.message ? error.message : say('fileFailed'))
    }
  }
}

export const file: QuestionKind = {
  type: 'file',
  render(view) {
    const { question, value, answer, say, id } = view
    const { maxFiles = 1, kinds = 'any' } = question.config
    const { fileIds = [] } = (value ?? {}) as { fileIds?: string[] }
    return (
      <div class="options">
        {fileIds.map((fileId) => (
          <div class="uploaded" key={fileId}>
            <span class="text">{names.get(fileId)}</span>
            <button
              type="button"
              class="quiet"
              aria-label={`${say('removeFile')}: ${names.get(fileId)}`}
              onClick={() => {
                const left = fileIds.filter((each) => each !== fileId)
                answer(left.length > 0 ? { fileIds: left } : undefined)
              }}
            >
              {say('removeFile')}
            </button>
          </div>
        ))}
        {fileIds.length < maxFiles && (
          <label class="option upload">
            <input
              type="file"
              multiple={maxFiles > 1}
              accept={accepted[kinds]}
              aria-describedby={`${id}-error`}
              onChange={({ currentTarget }) => {
                void uploadAll(view, [...(currentTarget.files ?? [])])
                currentTarget.value = ''
              }}
            />
            <span class="box">{say('addFile')}</span>
          </label>
        )}
      </div>
    )
  },
}
