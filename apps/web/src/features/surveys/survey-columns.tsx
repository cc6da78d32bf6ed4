import type { TFunction } from 'i18next'
import type { Column } from '../../ui/data-table.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Tag, type Tone } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { SurveyMenu } from './survey-menu.tsx'
import type { SurveyRow } from './survey-requests.ts'

export const statusTones: Record<SurveyRow['status'], Tone> = { draft: 'neutral', live: 'good', paused: 'warn', closed: 'neutral' }

export function formatShare(share: number | null): string {
  return share === null ? '–' : formatNumber(share, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 })
}

/** "NPS 42", "CSAT 87%" */
export function sayHeadline({ metric, value }: NonNullable<SurveyRow['headline']>, t: TFunction<'surveys'>): string {
  const digits = metric === 'nps' ? { signDisplay: 'negative' as const, maximumFractionDigits: 1, minimumFractionDigits: 1 } : { maximumFractionDigits: metric === 'rating' ? 2 : 1 }
  const isShare = metric === 'csat' || metric === 'ces'
  const shown = (value ?? 0) * (isShare ? 100 : 1)
  return t(`headline.${metric}`, { value: formatNumber(shown, digits) })
}

/** What a column is sorted by. */
export const sortKeys: Record<string, (survey: SurveyRow) => string | number> = {
  name: (survey) => survey.name.toLowerCase(),
  shown: (survey) => survey.shown,
  responses: (survey) => survey.completed,
  rate: (survey) => survey.responseRate ?? -1,
  last: (survey) => survey.lastResponseAt ?? '',
  updated: (survey) => survey.updatedAt,
}

/** The columns of the list of surveys; without `onDelete` nothing can be changed. */
export function listSurveyColumns(t: TFunction<'surveys'>, onDelete: ((survey: SurveyRow) => void) | null): Column<SurveyRow>[] {
  return [
    { key: 'name', header: t('column.name'), width: 168, grow: 3, sort: 'name', render: (survey) => survey.name },
    { key: 'status', header: t('column.status'), width: 72, card: 'end', render: (survey) => <Tag tone={statusTones[survey.status]}>{t(`status.${survey.status}`)}</Tag> },
    { key: 'kind', header: t('column.kind'), width: 78, optional: 'shown', card: 'hidden', render: (survey) => t(`kind.${survey.kind}`) },
    { key: 'channels', header: t('column.channels'), width: 112, grow: 1, optional: 'shown', card: 'hidden', render: (survey) => survey.channels.map((channel) => t(`channel.${channel}`)).join(', ') || '–' },
    { key: 'shown', header: t('column.shown'), width: 60, align: 'right', sort: 'shown', optional: 'shown', card: 'hidden', render: (survey) => formatNumber(survey.shown) },
    { key: 'responses', header: t('column.responses'), width: 80, align: 'right', sort: 'responses', render: (survey) => <span title={t('list.startedMeaning', { count: survey.started, n: formatNumber(survey.started) })}>{formatNumber(survey.completed)}</span> },
    { key: 'rate', header: t('column.rate'), width: 96, align: 'right', sort: 'rate', optional: 'shown', card: 'hidden', render: (survey) => <span title={t('list.rateMeaning')}>{formatShare(survey.responseRate)}</span> },
    {
      key: 'headline', header: t('column.headline'), width: 190, align: 'right', optional: 'shown',
      render: (survey) => (survey.headline && survey.headline.value !== null ? <>{sayHeadline(survey.headline, t)} <span style={{ color: 'var(--ink-faint)' }}>{t('list.n', { n: formatNumber(survey.headline.n) })}</span></> : '–'),
    },
    { key: 'last', header: t('column.last'), width: 104, align: 'right', sort: 'last', render: (survey) => <Time value={survey.lastResponseAt} missing={t('list.never')} /> },
    { key: 'updated', header: t('column.updated'), width: 124, align: 'right', sort: 'updated', optional: 'start-hidden', card: 'hidden', render: (survey) => <Time value={survey.updatedAt} /> },
    ...(onDelete ? [{ key: 'actions', header: t('column.actions'), isHeaderHidden: true, width: 36, align: 'right' as const, render: (survey: SurveyRow) => <SurveyMenu survey={survey} onDelete={() => onDelete(survey)} /> }] : []),
  ]
}
