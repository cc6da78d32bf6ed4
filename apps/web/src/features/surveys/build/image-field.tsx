import { Button, TextInput } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBuild } from './build-context.ts'
import { readImage } from './read-image.ts'
import classes from './build.module.css'

interface ImageFieldProps {
  label: string
  value: string
  onChange: (image: string) => void
}

/** A picture: uploaded and kept in the survey, or the address of one. */
export function ImageField({ label, value, onChange }: ImageFieldProps) {
  const { t } = useTranslation('surveys')
  const { canWrite } = useBuild()
  const file = useRef<HTMLInputElement>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const isUploaded = value.startsWith('data:')
  const take = async (chosen: File | undefined) => {
    if (!chosen) return
    const image = await readImage(chosen)
    setFailure(image === null ? t('image.unreadable') : null)
    if (image !== null) onChange(image)
  }
  return (
    <div className={classes.image}>
      {value !== '' && <img src={value} alt="" className={classes.thumbnail} />}
      <TextInput
        className={classes.grow ?? ''}
        type="url"
        aria-label={label}
        placeholder={isUploaded ? t('image.uploaded') : 'https://…'}
        error={failure}
        value={isUploaded ? '' : value}
        readOnly={!canWrite}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {canWrite && (
        <>
          <input ref={file} type="file" accept="image/png,image/jpeg,image/webp" hidden aria-label={label} onChange={(event) => {
            void take(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }} />
          <Button variant="default" leftSection={<IconUpload size={15} aria-hidden />} onClick={() => file.current?.click()}>{t('image.upload')}</Button>
        </>
      )}
    </div>
  )
}
