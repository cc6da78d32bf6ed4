import type { TFunction } from 'i18next'
import type { Response } from '@contract/surveys/responses.contract.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import type { Column } from '../../../ui/data-table.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { Time } from '../../../ui/time.tsx'
import { findScore, findText, namePerson } from './find-answers.ts'
import { GroupTag } from './group-tag.tsx'
import { nameLanguage } from './name-language.ts'
import classes from './responses.module.css'

const none = <span className={classes.quiet}>–</span>

function PersonCell({ response, anonymous }: { response: Response; anonymous: string }) {
  return (
    <span className={classes.person}>
      <Avatar id={response.person?.profileId ?? response.id} name={response.person?.name ?? ''} sizePixels={24} />
      <span className="truncate">{namePerson(response, anonymous)}</span>
    </span>
  )
}

function ScoreCell({ response }: { response: Response }) {
  const score = findScore(response.answers)
  return score ? <GroupTag answer={score} /> : none
}

/** The columns of a list of answers; that of all surveys names the survey. */
export function listResponseColumns(t: TFunction<'surveys'>, { isOfAll }: { isOfAll: boolean }): Column<Response>[] {
  const survey: Column<Response> = { key: 'survey', header: t('responses.column.survey'), width: 150, grow: 1, render: (response) => response.survey }
  return [
    { key: 'person', header: t('responses.column.person'), width: 170, grow: 1, render: (response) => <PersonCell response={response} anonymous={t('responses.anonymous')} /> },
    ...(isOfAll ? [survey] : []),
    { key: 'score', header: t('responses.column.score'), width: 124, card: 'end', render: (response) => <ScoreCell response={response} /> },
    {
      key: 'text', header: t('responses.column.text'), width: 220, grow: 3,
      render: (response) => {
        const text = findText(response.answers)?.text
        return text ? <span title={text}>{text}</span> : none
      },
    },
    {
      key: 'status', header: t('responses.column.status'), width: 88, optional: 'shown', card: 'hidden',
      render: (response) => (response.isSuspicious ? <Tag tone="warn">{t('responses.filter.suspiciousOnly')}</Tag> : t(`responses.status.${response.status}`)),
    },
    { key: 'channel', header: t('responses.column.channel'), width: 76, optional: 'shown', card: 'hidden', render: (response) => t(`responses.channel.${response.channel}`) },
    { key: 'location', header: t('responses.column.location'), width: 110, optional: 'shown', card: 'hidden', render: (response) => response.location ?? none },
    { key: 'language', header: t('responses.column.language'), width: 90, optional: 'start-hidden', card: 'hidden', render: (response) => nameLanguage(response.language) },
    { key: 'time', header: t('responses.column.time'), width: 110, card: 'detail', render: (response) => <Time value={response.completedAt ?? response.startedAt} /> },
  ]
}
