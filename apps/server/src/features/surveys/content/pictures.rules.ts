// Pictures inside a survey: only of kinds that cannot carry programs, and small.

export const maxPictureBytes = 150_000

const dataUrl = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/

const hasSignature: Record<string, (bytes: Buffer) => boolean> = {
  png: (bytes) => bytes.subarray(0, 8).toString('latin1') === '\u0089PNG\r\n\u001a\n',
  jpeg: (bytes) => bytes.subarray(0, 3).toString('latin1') === 'ÿØÿ',
  webp: (bytes) => bytes.subarray(0, 4).toString('latin1') === 'RIFF' && bytes.subarray(8, 12).toString('latin1') === 'WEBP',
}

/** A data: URL whose bytes are a PNG, JPEG or WebP image, as it says, of up to 150 kB. */
export function isPictureData(text: string): boolean {
  const [, kind = '', base64 = ''] = dataUrl.exec(text) ?? []
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length > 0 && bytes.length <= maxPictureBytes && hasSignature[kind]!(bytes)
}

/** The same, or an https address: a page that is served over https shows no other. */
export function isPictureAddress(text: string): boolean {
  if (text.startsWith('data:')) return isPictureData(text)
  return URL.canParse(text) && new URL(text).protocol === 'https:' && text.length <= 2_000
}
