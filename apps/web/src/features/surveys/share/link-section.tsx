import { Button, Switch, TextInput } from '@mantine/core'
import { IconDownload, IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyableValue } from '../../../ui/code-block.tsx'
import { Section } from '../../../ui/page.tsx'
import { toCodeUrl } from '../survey-requests.ts'
import type { TabProps } from '../survey-view.ts'
import { changeChannel } from './channels.ts'
import classes from './share.module.css'

const pinForm = /^\d{4,8}$/

/** The open link with its code, and who may use it. */
export function LinkSection({ survey, targeting, canWrite }: TabProps) {
  const { t } = useTranslation('surveys')
  const { link } = targeting.value.channels
  return (
    <Section
      title={t('share.link.title')}
      description={t('share.link.hint')}
      action={<Switch label={t('share.isOn')} aria-label={t('share.link.isOn')} disabled={!canWrite} checked={link.isOn} onChange={(event) => changeChannel(targeting, 'link', { isOn: event.currentTarget.checked })} />}
    >
      {link.isOn && (
        <div className={classes.link}>
          <img src={toCodeUrl(survey.id)} alt={t('share.link.code')} className={classes.code} width={132} height={132} />
          <div className={classes.fields}>
            <div className={classes.row}>
              <CopyableValue value={survey.linkUrl} label={t('share.link.title')} />
              <Button component="a" href={survey.linkUrl} target="_blank" rel="noreferrer" variant="subtle" leftSection={<IconExternalLink size={16} aria-hidden />}>{t('share.open')}</Button>
              <Button component="a" href={toCodeUrl(survey.id)} download={`${survey.slug}.svg`} variant="subtle" leftSection={<IconDownload size={16} aria-hidden />}>{t('share.link.download')}</Button>
            </div>
            <Switch label={t('share.link.personalOnly')} description={t('share.link.personalOnlyHint')} disabled={!canWrite} checked={link.isPersonalOnly} onChange={(event) => changeChannel(targeting, 'link', { isPersonalOnly: event.currentTarget.checked })} />
            <PinField pin={link.pin} canWrite={canWrite} onChange={(pin) => changeChannel(targeting, 'link', { pin })} />
          </div>
        </div>
      )}
    </Section>
  )
}

function PinField({ pin, canWrite, onChange }: { pin: string | undefined; canWrite: boolean; onChange: (pin: string | undefined) => void }) {
  const { t } = useTranslation('surveys')
  const [typed, setTyped] = useState(pin ?? '')
  const isWrong = typed !== '' && !pinForm.test(typed)
  return (
    <TextInput
      label={t('share.link.pin')}
      description={t('share.link.pinHint')}
      inputMode="numeric"
      autoComplete="off"
      maxLength={8}
      w={200}
      readOnly={!canWrite}
      value={typed}
      error={isWrong && t('share.link.pinWrong')}
      onChange={(event) => {
        const next = event.currentTarget.value.replaceAll(/\D/g, '')
        setTyped(next)
        if (next === '' || pinForm.test(next)) onChange(next || undefined)
      }}
    />
  )
}
