import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Segment } from '@contract/segments/segments.contract.ts'
import { describeFailure } from '../../../app/api.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Section } from '../../../ui/page.tsx'
import { Skeleton, TextSkeleton } from '../../../ui/skeletons.tsx'
import { Stat, StatRow } from '../../../ui/stat.tsx'
import { Time } from '../../../ui/time.tsx'
import { BarList } from '../bar-list.tsx'
import { RuleSentence } from '../builder/rule-sentence.tsx'
import { historyQuery, overlapsQuery, usageQuery } from '../segment-requests.ts'
import type { TabProps } from '../segment-view.ts'
import { SizeChange } from '../size-change.tsx'
import { UsageLinks } from '../usage-links.tsx'
import { SizeChart } from './size-chart.tsx'
import classes from '../segments.module.css'

const periods = ['7', '30', '90', '365']

/** The rule in words, how many it holds, where that is heading, and what builds on it. */
export function OverviewTab({ segment, view, onChange }: TabProps) {
  const { t } = useTranslation('segments')
  const days = periods.includes(view.days) ? view.days : '30'
  const history = useQuery(historyQuery(segment.id, Number(days)))
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        {segment.definition && (
          <Section title={t('overview.rule')}>
            <div className={classes.sentence}><RuleSentence definition={segment.definition} /></div>
          </Section>
        )}
        <Figures segment={segment} days={Number(days)} history={history.data} />
        <Section title={t('history.title')} description={t('history.hint')}>
          <SegmentedControl
            size="xs"
            mb="md"
            aria-label={t('history.period')}
            data={periods.map((value) => ({ value, label: t('history.days', { count: Number(value) }) }))}
            value={days}
            onChange={(next) => onChange({ days: next })}
          />
          {history.error ? <FailureNote>{describeFailure(history.error)}</FailureNote> : history.data ? <SizeChart name={segment.name} history={history.data} /> : <Skeleton height={280} />}
        </Section>
      </div>
      <div className={classes.column}>
        <Overlaps segment={segment} />
        <Usage segment={segment} />
      </div>
    </div>
  )
}

interface FiguresProps {
  segment: Segment
  days: number
  history: { points: Array<{ entered: number; left: number }> } | undefined
}

function Figures({ segment, days, history }: FiguresProps) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const sum = (read: (point: { entered: number; left: number }) => number) => history?.points.reduce((total, point) => total + read(point), 0) ?? 0
  return (
    <StatRow>
      <Stat
        label={t('overview.size')}
        definition={t(segment.kind === 'live' ? 'overview.sizeMeaning' : 'overview.sizeMeaningList')}
        value={formatNumber(segment.size)}
        to={toPath('/people')}
        search={{ segment: segment.id }}
        note={segment.sizeBefore !== null && <span><SizeChange now={segment.size} before={segment.sizeBefore} /> {t('overview.inAWeek')}</span>}
      />
      <Stat label={t('overview.entered')} definition={t('overview.enteredMeaning')} isLoading={!history} value={formatNumber(sum((point) => point.entered))} note={t('overview.lastDays', { count: days })} />
      <Stat label={t('overview.left')} definition={t('overview.leftMeaning')} isLoading={!history} value={formatNumber(sum((point) => point.left))} note={t('overview.lastDays', { count: days })} />
      <Stat label={t('column.updated')} definition={t('overview.updatedMeaning')} value={<Time value={segment.updatedAt} />} note={t('overview.madeBy', { name: segment.createdBy })} />
    </StatRow>
  )
}

function Overlaps({ segment }: { segment: Segment }) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const { data, error } = useQuery(overlapsQuery(segment.id))
  const shared = data?.items.filter((other) => other.shared > 0) ?? []
  return (
    <Section title={t('overlap.title')} description={t('overlap.hint')}>
      {error ? (
        <FailureNote>{describeFailure(error)}</FailureNote>
      ) : !data ? (
        <TextSkeleton />
      ) : shared.length === 0 ? (
        <p className={classes.quiet}>{t('overlap.none')}</p>
      ) : (
        <BarList
          label={t('overlap.title')}
          most={segment.size}
          bars={shared.slice(0, 12).map((other) => ({
            key: other.id,
            label: other.name,
            value: other.shared,
            text: t('overlap.shared', { n: formatNumber(other.shared), size: formatNumber(other.size) }),
            to: toPath(`/segments/${other.id}`),
          }))}
        />
      )}
    </Section>
  )
}

function Usage({ segment }: { segment: Segment }) {
  const { t } = useTranslation('segments')
  const { data, error } = useQuery(usageQuery(segment.id))
  return (
    <Section title={t('usage.title')} description={t('usage.hint')}>
      {error ? <FailureNote>{describeFailure(error)}</FailureNote> : !data ? <TextSkeleton /> : data.items.length === 0 ? <p className={classes.quiet}>{t('usage.none')}</p> : <UsageLinks items={data.items} />}
    </Section>
  )
}
