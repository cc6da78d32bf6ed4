import { SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source } from '@contract/sources/sources.contract.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import {
  writeBrowserSnippet,
  writeContentPolicy,
  writeHttpSnippet,
  writeIdentifyCall,
  writeNodeSnippet,
  writeSegmentBrowserSnippet,
  writeSegmentServerSnippet,
  writeStrictSnippet,
} from './snippets.ts'
import classes from './install-guide.module.css'

const ways = ['browser', 'node', 'http', 'segment'] as const
type Way = (typeof ways)[number]
const firstWays: Record<Source['platform'], Way> = { browser: 'browser', server: 'node', mobile: 'segment', http: 'http', import: 'http' }

/** What to paste, by way to connect, with the write key filled in. */
export function InstallGuide({ source }: { source: Source }) {
  const { t } = useTranslation('sources')
  const [way, setWay] = useState<Way>(firstWays[source.platform])
  const parts = { host: location.origin, writeKey: source.writeKey }
  return (
    <div className={classes.guide}>
      <SegmentedControl fullWidth aria-label={t('install.how')} value={way} onChange={(value) => setWay(value as Way)} data={ways.map((value) => ({ value, label: t(`install.${value}`) }))} />
      {way === 'browser' && (
        <>
          <Text size="sm">{t('install.browserHint')}</Text>
          <CodeBlock code={writeBrowserSnippet(parts)} label={t('install.browser')} />
          <Text size="sm">{t('install.identify')}</Text>
          <CodeBlock code={writeIdentifyCall()} label={t('install.identify')} />
          <details className={classes.details}>
            <summary>{t('install.strict')}</summary>
            <div className={classes.guide}>
              <Text size="sm">{t('install.strictHint')}</Text>
              <CodeBlock code={writeStrictSnippet(parts)} label={t('install.strict')} />
              <CodeBlock code={writeContentPolicy(parts)} label="Content-Security-Policy" />
            </div>
          </details>
        </>
      )}
      {way === 'node' && (
        <>
          <Text size="sm">{t('install.nodeHint')}</Text>
          <CodeBlock code={writeNodeSnippet(parts)} label={t('install.node')} />
        </>
      )}
      {way === 'http' && (
        <>
          <Text size="sm">{t('install.httpHint')}</Text>
          <CodeBlock code={writeHttpSnippet(parts)} label={t('install.http')} />
        </>
      )}
      {way === 'segment' && (
        <>
          <Text size="sm">{t('install.segmentHint')}</Text>
          <Text size="sm">{t('install.segmentBrowser')}</Text>
          <CodeBlock code={writeSegmentBrowserSnippet(parts)} label={t('install.segmentBrowser')} />
          <Text size="sm">{t('install.segmentServer')}</Text>
          <CodeBlock code={writeSegmentServerSnippet(parts)} label={t('install.segmentServer')} />
        </>
      )}
    </div>
  )
}
