// What an uploaded picture is, by its own bytes: what the sender calls it counts for nothing.

export const imageTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
export type ImageType = (typeof imageTypes)[number]

const largestSide = 8_192

function hasText(bytes: Buffer, at: number, text: string): boolean {
  return bytes.length >= at + text.length && bytes.toString('latin1', at, at + text.length) === text
}

/** Signature, then the header chunk with a size that a browser can hold. PNG 1.2, 5.2 and 11.2.2. */
function isPng(bytes: Buffer): boolean {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return false
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return bytes.readUInt32BE(8) === 13 && hasText(bytes, 12, 'IHDR') && width > 0 && height > 0 && width <= largestSide && height <= largestSide
}

/** Start of image, a marker, and an end of image somewhere near the end. ISO/IEC 10918-1, annex B. */
function isJpeg(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf(Buffer.from([0xff, 0xd9]))
  return bytes.length > 20 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff && bytes[3]! >= 0xc0 && end > 3 && end > bytes.length - 1_024
}

/** RIFF container of the right length with a WebP chunk. RFC 9649. */
function isWebp(bytes: Buffer): boolean {
  if (bytes.length < 20 || !hasText(bytes, 0, 'RIFF') || !hasText(bytes, 8, 'WEBP')) return false
  const length = bytes.readUInt32LE(4) + 8
  return ['VP8 ', 'VP8L', 'VP8X'].some((chunk) => hasText(bytes, 12, chunk)) && length >= bytes.length - 1 && length <= bytes.length + 1
}

/** undefined for anything that is not one of the three. */
export function findImageType(bytes: Buffer): ImageType | undefined {
  if (isPng(bytes)) return 'image/png'
  if (isJpeg(bytes)) return 'image/jpeg'
  return isWebp(bytes) ? 'image/webp' : undefined
}
