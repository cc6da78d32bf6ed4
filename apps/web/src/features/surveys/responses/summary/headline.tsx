import { useTranslation } from 'react-i18next'
import type { Figure, Summary } from '@contract/surveys/responses.contract.ts'
import { formatDuration, formatNumber } from '../../../../ui/format.ts'
import { Stat, StatRow } from '../../../../ui/stat.tsx'
import { Tooltip } from '@mantine/core'
import { sayChange, sayShare, sayValue } from './say-figure.ts'
import classes from './summary.module.css'

/** The figure of the first question that has one. */
export function findHeadline(summary: Summary): Figure | undefined {
  return summary.questions.find(({ figures }) => figures.length > 0)?.figures[0]
}

/** The first figure with its interval, and how willing people were to answer. */
export function Headline({ summary }: { summary: Summary | undefined }) {
  const { t } = useTranslation('surveys')
  const isLoading = !summary
  const figure = summary && findHeadline(summary)
  const partial = summary ? summary.started - summary.completed : 0
  return (
    <StatRow>
      {(isLoading || figure) && (
        <Stat
          label={figure ? t(`responses.summary.metric.${figure.metric}`) : t('responses.summary.metric.nps')}
          definition={figure?.text ?? ''}
          isLoading={isLoading}
          value={figure?.value == null ? '–' : sayValue(figure.metric, figure.value)}
          note={figure && <FigureNote figure={figure} before={summary?.previous?.figure ?? null} />}
        />
      )}
      <Stat
        label={t('responses.summary.completed')}
        definition={t('responses.summary.completedMeaning')}
        isLoading={isLoading}
        value={formatNumber(summary?.completed ?? 0)}
        note={
          <>
            {summary?.previous && <span className="numbers">{t('responses.summary.change', { change: formatNumber(summary.completed - summary.previous.completed, { signDisplay: 'exceptZero' }) })}</span>}
            {partial > 0 && <span className="numbers">{t('responses.summary.partial', { n: formatNumber(partial) })}</span>}
          </>
        }
      />
      <Rate name="responseRate" share={summary?.responseRate} isLoading={isLoading} note={t('responses.summary.shownTimes', { count: summary?.shown ?? 0, n: formatNumber(summary?.shown ?? 0) })} />
      <Rate name="completionRate" share={summary?.completionRate} isLoading={isLoading} note={t('responses.summary.startedTimes', { count: summary?.started ?? 0, n: formatNumber(summary?.started ?? 0) })} />
      <Stat
        label={t('responses.summary.median')}
        definition={t('responses.summary.medianMeaning')}
        isLoading={isLoading}
        value={summary?.medianSeconds == null ? '–' : formatDuration(summary.medianSeconds)}
      />
    </StatRow>
  )
}

function Rate({ name, share, isLoading, note }: { name: 'responseRate' | 'completionRate'; share: number | null | undefined; isLoading: boolean; note: string }) {
  const { t } = useTranslation('surveys')
  return <Stat label={t(`responses.summary.${name}`)} definition={t(`responses.summary.${name}Meaning`)} isLoading={isLoading} value={share == null ? '–' : sayShare(share)} note={<span className="numbers">{note}</span>} />
}

/** Interval, count and what it was before. */
export function FigureNote({ figure, before = null }: { figure: Figure; before?: Figure | null }) {
  const { t } = useTranslation('surveys')
  const { metric, interval, value, n } = figure
  return (
    <>
      {interval && (
        <Tooltip label={t('responses.summary.intervalMeaning', { level: sayShare(interval.level) })}>
          <span className="numbers">{t('responses.summary.interval', { from: sayValue(metric, interval.from), to: sayValue(metric, interval.to) })}</span>
        </Tooltip>
      )}
      <span className="numbers">{t('responses.summary.n', { n: formatNumber(n) })}</span>
      {before?.value != null && value !== null && (
        <Tooltip label={t('responses.summary.pointsBefore', { value: sayValue(before.metric, before.value), n: formatNumber(before.n) })}>
          <span className={`${classes.change} numbers`} data-tone={value === before.value ? 'passive' : value > before.value ? 'good' : 'bad'}>
            {t('responses.summary.change', { change: sayChange(metric, value, before.value) })}
          </span>
        </Tooltip>
      )}
    </>
  )
}
