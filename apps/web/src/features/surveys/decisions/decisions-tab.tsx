import { SegmentedControl, Select } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from '@tanstack/react-router'
import type { Decision, DecisionReason } from '@contract/surveys/delivery.contract.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { DataTable, type Column } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Tag } from '../../../ui/tag.tsx'
import { Time } from '../../../ui/time.tsx'
import { useUrlState } from '../../../ui/use-url-state.ts'
import { DecisionFunnel } from './decision-funnel.tsx'
import { decisionsQuery } from './decision-requests.ts'
import { PersonPicker } from './person-picker.tsx'
import { WouldAsk } from './would-ask.tsx'
import classes from './decisions.module.css'

// Values of contracts would pull the validator into the bundle.
const reasons: DecisionReason[] = ['not_live', 'channel_off', 'not_in_audience', 'already_asked', 'already_answered', 'rest_period', 'person_cap', 'not_in_sample', 'quota_full', 'outside_schedule', 'unsigned_user', 'unreachable']

const noFilters = { outcome: '', reason: '', person: '' }

/** Why people were or were not asked: the latest decisions, how many each check stopped, and what would be decided now. */
export function DecisionsTab({ surveyId }: { surveyId: string }) {
  const { t } = useTranslation('surveys')
  const [view, setView] = useUrlState({ ...noFilters, ask: '' })
  const decisions = useInfiniteQuery(decisionsQuery(surveyId, { outcome: view.outcome, reason: view.reason, profileId: view.person }))
  const toPath = useWorkspacePath()
  const columns = useMemo(() => listColumns(t, toPath), [t, toPath])
  const rows = useMemo(() => decisions.data?.pages.flatMap((page) => page.items), [decisions.data])
  const choose = (reason: string) => setView(reason === 'asked' ? { outcome: 'asked', reason: '' } : { outcome: '', reason: reason === view.reason ? '' : reason })
  return (
    <div className={classes.tab}>
      <div className={classes.side}>
        <WouldAsk surveyId={surveyId} personId={view.ask} onChoose={(ask) => setView({ ask })} />
        <DecisionFunnel surveyId={surveyId} chosen={view.reason || view.outcome} onChoose={choose} />
      </div>
      <section className={classes.list} aria-label={t('decisions.title')}>
        <DataTable
          id="survey-decisions"
          label={t('decisions.title')}
          columns={columns}
          rows={rows}
          getId={nameDecision}
          error={decisions.error}
          onRetry={() => void decisions.refetch()}
          hasMore={decisions.hasNextPage && !decisions.isFetchingNextPage}
          onMore={() => void decisions.fetchNextPage()}
          isFiltered={view.outcome !== '' || view.reason !== '' || view.person !== ''}
          onClearFilters={() => setView(noFilters)}
          filters={
            <>
              <SegmentedControl
                aria-label={t('decisions.outcome')}
                data={[{ value: '', label: t('decisions.all') }, { value: 'asked', label: t('decisions.asked') }, { value: 'not_asked', label: t('decisions.notAsked') }]}
                value={view.outcome}
                onChange={(outcome) => setView({ outcome, ...(outcome === 'asked' && { reason: '' }) })}
              />
              <Select aria-label={t('decisions.reasonFilter')} placeholder={t('decisions.anyReason')} clearable data={reasons.map((value) => ({ value, label: t(`decisions.reason.${value}`) }))} value={view.reason || null} onChange={(reason) => setView({ reason: reason ?? '', outcome: '' })} w={180} />
              <PersonPicker label={t('decisions.search')} isLabelHidden placeholder={t('decisions.anyone')} value={view.person} onChange={(person) => setView({ person })} />
            </>
          }
          empty={<EmptyState picture="history" title={t('decisions.empty')}>{t('decisions.emptyHint')}</EmptyState>}
        />
      </section>
    </div>
  )
}

/** Decisions have no id of their own. */
function nameDecision({ at, profileId, channel, reason, count, person }: Decision): string {
  return [at, profileId ?? person, channel, reason, count].join(' ')
}

function listColumns(t: TFunction<'surveys'>, toPath: (path: string) => string): Column<Decision>[] {
  return [
    {
      key: 'person', header: t('decisions.column.person'), width: 160, grow: 1,
      render: ({ profileId, person }) => (
        profileId ? <Link to={toPath(`/people/${profileId}`)} className={classes.person}><Avatar id={profileId} name={person ?? ''} sizePixels={24} /> <span className="truncate">{person ?? t('decisions.unknown')}</span></Link> : <span className={classes.quiet}>{t('decisions.unknown')}</span>
      ),
    },
    { key: 'outcome', header: t('decisions.column.outcome'), width: 150, card: 'end', render: ({ reason }) => <Tag tone={reason === 'asked' ? 'good' : 'neutral'}>{t(`decisions.reason.${reason}`)}</Tag> },
    {
      key: 'why', header: t('decisions.column.why'), width: 240, grow: 3,
      render: ({ text, count }) => <span title={text} className={classes.why}>{text}{count > 1 && <span className={`${classes.quiet} numbers`}> · {t('decisions.times', { n: formatNumber(count) })}</span>}</span>,
    },
    { key: 'channel', header: t('decisions.column.channel'), width: 76, optional: 'shown', card: 'hidden', render: ({ channel }) => t(`responses.channel.${channel}`) },
    { key: 'at', header: t('decisions.column.at'), width: 110, render: ({ at }) => <Time value={at} /> },
  ]
}
