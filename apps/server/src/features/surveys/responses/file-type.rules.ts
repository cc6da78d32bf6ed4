// What an uploaded file is, by its own bytes: what the sender calls it counts for nothing.
import { cutText } from '../../../platform/stream-event.ts'
import { findImageType } from '../../../platform/image-type.ts'

const longestName = 120
const endings = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'application/pdf': 'pdf', 'text/plain': 'txt' } as const
export type FileType = keyof typeof endings

/** A header with its version and the end mark near the end. ISO 32000-1, 7.5. */
function isPdf(bytes: Buffer): boolean {
  return /^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8)) && bytes.subarray(-1_024).includes('%%EOF')
}

/** UTF-8 with no control characters but tab and line ends. */
function isText(bytes: Buffer): boolean {
  if (bytes.some((byte) => (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** undefined for anything that is none of these, and for nothing at all. */
export function findFileType(bytes: Buffer): FileType | undefined {
  if (bytes.length === 0) return undefined
  const image = findImageType(bytes)
  if (image) return image
  if (isPdf(bytes)) return 'application/pdf'
  return isText(bytes) ? 'text/plain' : undefined
}

export function isOfKind(type: FileType, kinds: unknown): boolean {
  if (kinds === 'images') return type.startsWith('image/')
  return kinds === 'documents' ? !type.startsWith('image/') : true
}

/** The last part of a path, letters of any script, digits and a few signs; the ending is that of the type. */
export function cleanFileName(name: string, type: FileType): string {
  const last = name.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1)!
  const stem = last.replace(/\.[^.]*$/, '').replaceAll(/[^\p{L}\p{M}\p{N} _()-]+/gu, '-').replaceAll(/^[\s.-]+|[\s.-]+$/g, '')
  return `${cutText(stem, longestName).trim() || 'file'}.${endings[type]}`
}
