import { Button } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { readImage } from './read-image.ts'

interface UploadImageButtonProps {
  /** What is uploaded, for screen readers. */
  label: string
  verb: string
  /** A data: URL. */
  onImage: (image: string) => void
  /** Why the file that was chosen is of no use; null once one is. */
  onFailure: (failure: string | null) => void
}

/** Takes a picture from the device into the survey. */
export function UploadImageButton({ label, verb, onImage, onFailure }: UploadImageButtonProps) {
  const { t } = useTranslation('surveys')
  const file = useRef<HTMLInputElement>(null)
  const take = async (chosen: File | undefined) => {
    if (!chosen) return
    const image = await readImage(chosen)
    onFailure(image === null ? t('image.unreadable') : null)
    if (image !== null) onImage(image)
  }
  return (
    <>
      <input ref={file} type="file" accept="image/png,image/jpeg,image/webp" hidden aria-label={label} onChange={(event) => {
        void take(event.currentTarget.files?.[0])
        event.currentTarget.value = ''
      }} />
      <Button variant="default" leftSection={<IconUpload size={15} aria-hidden />} onClick={() => file.current?.click()}>{verb}</Button>
    </>
  )
}
