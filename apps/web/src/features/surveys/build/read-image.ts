const mostBytes = 148_000
const sides = [1_000, 700, 480, 320]

/** A picture as a data: URL of at most 150 kB (200,000 characters), made smaller where it has to be; null for what is no picture. */
export async function readImage(file: File): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) return null
  if (file.size <= mostBytes && ['image/png', 'image/jpeg', 'image/webp'].includes(file.type)) return readAsUrl(file)
  for (const side of sides) {
    const blob = await shrink(picture, side)
    if (blob && blob.size <= mostBytes) return readAsUrl(blob)
  }
  return null
}

async function shrink(picture: ImageBitmap, side: number): Promise<Blob | null> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((done) => canvas.toBlob(done, 'image/webp', 0.85))
}

function readAsUrl(blob: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => done(String(reader.result)))
    reader.addEventListener('error', () => fail(new Error('The picture could not be read.')))
    reader.readAsDataURL(blob)
  })
}
