import { SegmentedControl, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SurveyTargeting } from '../survey-requests.ts'
import { useCan, useWorkspacePath } from '../../../app/session.ts'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { Section } from '../../../ui/page.tsx'
import { findState, sourcesQuery, writeBrowserSnippet } from '../../sources/index.ts'
import { LocalisedField } from '../build/localised-field.tsx'
import type { TabProps } from '../survey-view.ts'
import { changeChannel } from './channels.ts'
import { ShareFields } from './share-fields.tsx'
import classes from './share.module.css'

type Display = SurveyTargeting['channels']['widget']['display']
const displays: Display[] = ['popover', 'modal', 'inline', 'tab']

/** On the site: how it appears there, and how a page asks for it itself. */
export function WidgetSection({ survey, content, targeting, view, canWrite }: TabProps) {
  const { t } = useTranslation('surveys')
  const { widget } = targeting.value.channels
  const set = (changes: Partial<typeof widget>) => changeChannel(targeting, 'widget', changes)
  return (
    <Section
      title={t('share.widget.title')}
      description={t('share.widget.hint')}
      action={<Switch label={t('share.isOn')} aria-label={t('share.widget.isOn')} disabled={!canWrite} checked={widget.isOn} onChange={(event) => set({ isOn: event.currentTarget.checked })} />}
    >
      {widget.isOn && (
        <div className={classes.fields}>
          <div>
            <div className={classes.label} id="widget-display">{t('share.widget.display')}</div>
            <SegmentedControl aria-labelledby="widget-display" disabled={!canWrite} data={displays.map((value) => ({ value, label: t(`share.widget.displays.${value}`) }))} value={widget.display} onChange={(display) => set({ display: display as Display })} />
            <p className={classes.quiet}>{t(`share.widget.displayHint.${widget.display}`)}</p>
          </div>
          {(widget.display === 'popover' || widget.display === 'tab') && (
            <div>
              <div className={classes.label} id="widget-side">{t('share.widget.side')}</div>
              <SegmentedControl aria-labelledby="widget-side" disabled={!canWrite} data={(['left', 'right'] as const).map((value) => ({ value, label: t(`share.widget.${value}`) }))} value={widget.side} onChange={(side) => set({ side: side === 'left' ? 'left' : 'right' })} />
            </div>
          )}
          {widget.display === 'inline' && <TextInput label={t('share.widget.selector')} description={t('share.widget.selectorHint')} placeholder="#feedback" maxLength={200} maw={360} readOnly={!canWrite} value={widget.selector ?? ''} onChange={(event) => set({ selector: event.currentTarget.value || undefined })} />}
          {widget.display === 'tab' && (
            <ShareFields content={content} canWrite={canWrite} language={view.language || content.value.languages.main}>
              <div style={{ maxWidth: 360 }}><LocalisedField label={t('share.widget.tabLabel')} placeholder={t('share.widget.tabDefault')} value={widget.tabLabel} onChange={(tabLabel) => set({ tabLabel })} /></div>
            </ShareFields>
          )}
          <Snippet />
          <div>
            <div className={classes.label}>{t('share.widget.call')}</div>
            <CodeBlock label={t('share.widget.call')} code={`rapport.survey('${survey.id}')`} />
            <p className={classes.quiet}>{t('share.widget.callHint')}</p>
          </div>
        </div>
      )}
    </Section>
  )
}

/** What a site needs once, with the key of its first source. */
function Snippet() {
  const { t } = useTranslation('surveys')
  const toPath = useWorkspacePath()
  const { data } = useQuery({ ...sourcesQuery, enabled: useCan('sources:read') })
  const source = data?.items.find((each) => findState(each) !== 'revoked')
  return (
    <div>
      <div className={classes.label}>{t('share.widget.snippet')}</div>
      {source && <CodeBlock label={t('share.widget.snippet')} code={writeBrowserSnippet({ host: location.origin, writeKey: source.writeKey })} />}
      <p className={classes.quiet}>
        {source ? t('share.widget.snippetHint', { source: source.name }) : t('share.widget.noSource')} <Link to={toPath('/sources')}>{t('share.widget.sources')}</Link>
      </p>
    </div>
  )
}
