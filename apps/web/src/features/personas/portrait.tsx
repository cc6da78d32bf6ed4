import { useTranslation } from 'react-i18next'
import { toPictureUrl } from './persona-requests.ts'
import classes from './personas.module.css'

/** A persona's face. `url` as the server gives it. */
export function Portrait({ url, name, size = 72 }: { url: string; name: string; size?: number }) {
  const { t } = useTranslation('personas')
  return <img className={classes.portrait} src={toPictureUrl(url)} alt={t('portraitOf', { name })} width={size} height={size} />
}
