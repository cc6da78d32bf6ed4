import { Button, ColorInput, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SurveyContent } from '@contract/surveys/surveys.contract.ts'
import { FailureNote, Note } from '../../../ui/failure-note.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { useBuild, useIssue } from './build-context.ts'
import { controlContrast, measureContrast, textContrast } from './contrast.ts'
import { UploadImageButton } from './upload-image-button.tsx'
import classes from './build.module.css'

type Theme = SurveyContent['theme']
const fonts = ['system', 'serif', 'rounded', 'mono'] as const
const corners = ['square', 'soft', 'round'] as const
const colourForm = /^#[0-9a-f]{6}$/i

/** How the survey looks: logo, colours, font and corners. */
export function ThemeEditor() {
  const { t } = useTranslation('surveys')
  const { content, change, canWrite } = useBuild()
  const { theme } = content
  const set = (changes: Partial<Theme>) => change({ ...content, theme: { ...theme, ...changes } })
  const issues = { accent: useIssue('accent'), background: useIssue('background'), foreground: useIssue('foreground') }
  return (
    <>
      <div className={classes.partHead}><h2>{t('theme.title')}</h2></div>
      <LogoField logo={theme.logo} onChange={(logo) => set({ logo })} />
      {(['accent', 'background', 'foreground'] as const).map((name) => (
        <ColorInput
          key={name}
          label={t(`theme.${name}`)}
          format="hex"
          disabled={!canWrite}
          value={theme[name]}
          error={issues[name]}
          eyeDropperButtonProps={{ 'aria-label': t('theme.pick') }}
          maw={260}
          onChange={(colour) => colourForm.test(colour) && set({ [name]: colour.toLowerCase() })}
        />
      ))}
      <Contrast theme={theme} />
      <div>
        <div className={classes.label} id="theme-font">{t('theme.font')}</div>
        <SegmentedControl aria-labelledby="theme-font" disabled={!canWrite} data={fonts.map((value) => ({ value, label: t(`theme.fonts.${value}`) }))} value={theme.font} onChange={(font) => set({ font: font as Theme['font'] })} />
      </div>
      <div>
        <div className={classes.label} id="theme-corner">{t('theme.corner')}</div>
        <SegmentedControl aria-labelledby="theme-corner" disabled={!canWrite} data={corners.map((value) => ({ value, label: t(`theme.corners.${value}`) }))} value={theme.corner} onChange={(corner) => set({ corner: corner as Theme['corner'] })} />
      </div>
    </>
  )
}

/** Warns before the survey is hard to read. */
function Contrast({ theme }: { theme: Theme }) {
  const { t } = useTranslation('surveys')
  const text = measureContrast(theme.foreground, theme.background)
  const accent = measureContrast(theme.accent, theme.background)
  const say = (value: number) => formatNumber(Math.floor(value * 10) / 10, { maximumFractionDigits: 1 })
  if (text >= textContrast && accent >= controlContrast) return <p className={classes.quiet}>{t('theme.readable', { contrast: say(text) })}</p>
  return (
    <Note tone="warn">
      {text < textContrast && <div>{t('theme.weakText', { contrast: say(text), needed: textContrast })}</div>}
      {accent < controlContrast && <div>{t('theme.weakAccent', { contrast: say(accent), needed: controlContrast })}</div>}
    </Note>
  )
}

function LogoField({ logo, onChange }: { logo: string | undefined; onChange: (logo: string | undefined) => void }) {
  const { t } = useTranslation('surveys')
  const { canWrite } = useBuild()
  const [failure, setFailure] = useState<string | null>(null)
  return (
    <div>
      <div className={classes.label}>{t('theme.logo')}</div>
      <div className={classes.logo}>
        {logo ? <img src={logo} alt={t('theme.logoPresent')} /> : <span className={classes.quiet}>{t('theme.noLogo')}</span>}
        {canWrite && (
          <>
            <UploadImageButton label={t('theme.upload')} verb={t('theme.upload')} onImage={onChange} onFailure={setFailure} />
            {logo && <Button variant="subtle" color="gray" onClick={() => onChange(undefined)}>{t('theme.removeLogo')}</Button>}
          </>
        )}
      </div>
      {failure && <FailureNote>{failure}</FailureNote>}
    </div>
  )
}
