import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconPrinter, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkspacePath } from '../../../app/session.ts'
import { CopyableValue } from '../../../ui/code-block.tsx'
import { Section } from '../../../ui/page.tsx'
import { toCodeUrl } from '../survey-requests.ts'
import type { TabProps } from '../survey-view.ts'
import { changeChannel } from './channels.ts'
import { toLocationUrl } from './locations.ts'
import classes from './share.module.css'

const mostLocations = 500

/** One link and code a place, so that answers say where they were given. */
export function LocationSection({ survey, targeting, canWrite }: TabProps) {
  const { t } = useTranslation('surveys')
  const toPath = useWorkspacePath()
  const { locations } = targeting.value.channels.link
  const setLocations = (next: string[]) => changeChannel(targeting, 'link', { locations: next.slice(0, mostLocations) })
  const [typed, setTyped] = useState('')
  if (!targeting.value.channels.link.isOn) return null
  const add = () => {
    const names = typed.split(/[\n;]/).map((name) => name.trim().slice(0, 100)).filter((name) => name !== '' && !locations.includes(name))
    if (names.length > 0) setLocations([...locations, ...names])
    setTyped('')
  }
  return (
    <Section
      title={t('share.location.title')}
      description={t('share.location.hint')}
      action={locations.length > 0 && <Button component={Link} to={toPath(`/feedback/surveys/${survey.id}/codes`)} variant="default" leftSection={<IconPrinter size={16} aria-hidden />}>{t('share.location.print')}</Button>}
    >
      <ul className={classes.locations}>
        {locations.map((location) => (
          <li key={location}>
            <img src={toCodeUrl(survey.id, location)} alt="" width={40} height={40} loading="lazy" className={classes.smallCode} />
            <strong className="truncate">{location}</strong>
            <CopyableValue value={toLocationUrl(survey.linkUrl, location)} label={location} />
            {canWrite && <ActionIcon size={28} aria-label={t('share.location.remove', { location })} onClick={() => setLocations(locations.filter((each) => each !== location))}><IconX size={14} /></ActionIcon>}
          </li>
        ))}
      </ul>
      {canWrite && <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <TextInput aria-label={t('share.location.name')} placeholder={t('share.location.placeholder')} value={typed} w={280} maw="100%" onChange={(event) => setTyped(event.currentTarget.value)} />
        <Button type="submit" variant="default" leftSection={<IconPlus size={16} aria-hidden />} disabled={typed.trim() === ''}>{t('share.location.add')}</Button>
      </form>}
    </Section>
  )
}
