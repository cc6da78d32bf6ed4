import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBuild } from './build-context.ts'
import { UploadImageButton } from './upload-image-button.tsx'
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
  const [failure, setFailure] = useState<string | null>(null)
  const isUploaded = value.startsWith('data:')
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
      {canWrite && <UploadImageButton label={label} verb={t('image.upload')} onImage={onChange} onFailure={setFailure} />}
    </div>
  )
}
