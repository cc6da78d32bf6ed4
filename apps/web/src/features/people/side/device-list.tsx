import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, type TablerIcon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { Time } from '../../../ui/time.tsx'
import { NothingYet, SideSection } from './side-section.tsx'
import classes from './side.module.css'

const icons: Record<string, TablerIcon> = { mobile: IconDeviceMobile, phone: IconDeviceMobile, tablet: IconDeviceTablet }

export function DeviceList({ person }: { person: Person }) {
  const { t } = useTranslation('people')
  const facts = [person.language && t('device.language', { language: nameLanguage(person.language) }), person.timezone].filter(Boolean).join(' · ')
  return (
    <SideSection title={t('device.title')} count={person.devices.length}>
      {person.devices.length === 0 && <NothingYet>{t('device.none')}</NothingYet>}
      <ul className={classes.list}>
        {person.devices.map((device) => {
          const Icon = icons[device.kind] ?? IconDeviceDesktop
          return (
            <li key={`${device.kind}${device.os ?? ''}${device.browser ?? ''}`} className={classes.entry}>
              <Icon size={16} stroke={1.7} aria-hidden className={classes.entryIcon} />
              <div className={classes.entryWords}>
                <div className={classes.entryTitle}>{[device.browser, device.os].filter(Boolean).join(t('device.on')) || t(`device.kinds.${device.kind}`, device.kind)}</div>
                <div className={classes.entryDetail}>{t(`device.kinds.${device.kind}`, device.kind)} · <Time value={device.lastSeenAt} /></div>
              </div>
            </li>
          )
        })}
      </ul>
      {facts && <p className={classes.nothing}>{facts}</p>}
    </SideSection>
  )
}

function nameLanguage(code: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code
  } catch {
    // Not a language tag.
    return code
  }
}
