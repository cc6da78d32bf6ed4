import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan, useWorkspacePath } from '../../../app/session.ts'
import { findTone } from '../../../ui/answer-groups.ts'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { Time } from '../../../ui/time.tsx'
import { personDecisionsQuery, personResponsesQuery, type PersonDecision, type PersonResponse } from '../feedback-requests.ts'
import { ScoreTrend } from './score-trend.tsx'
import { NothingYet, SideSection } from './side-section.tsx'
import classes from './side.module.css'

const shownAtFirst = 5

/** What this person answered in surveys, the newest first, and why they were asked or not. */
export function FeedbackList({ personId }: { personId: string }) {
  const { t } = useTranslation('people')
  const canReadDecisions = useCan('surveys:read')
  const [isWhole, setIsWhole] = useState(false)
  const { data: responses, error } = useQuery(personResponsesQuery(personId))
  const { data: decisions = [] } = useQuery({ ...personDecisionsQuery(personId), enabled: canReadDecisions })
  return (
    <SideSection title={t('feedback.title')} count={responses?.length ?? 0}>
      {!responses && (error ? <NothingYet>{t('feedback.failed')}</NothingYet> : <TextSkeleton lines={2} />)}
      {responses?.length === 0 && <NothingYet>{t('feedback.none')}</NothingYet>}
      {responses && <ScoreTrend responses={responses} />}
      {responses && responses.length > 0 && (
        <ul className={classes.list}>
          {responses.slice(0, isWhole ? undefined : shownAtFirst).map((response) => <ResponseEntry key={response.id} response={response} />)}
        </ul>
      )}
      {responses && responses.length > shownAtFirst && (
        <Button variant="subtle" color="gray" size="compact-sm" className={classes.toggle ?? ''} aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t('feedback.fewer') : t('feedback.all', { n: responses.length })}
        </Button>
      )}
      {decisions.length > 0 && (
        <>
          <h3 className={classes.entryDetail} style={{ margin: '8px 0 0', fontWeight: 600 }}>{t('feedback.decisions')}</h3>
          <ul className={classes.list}>
            {decisions.slice(0, shownAtFirst).map((decision) => <DecisionEntry key={`${decision.surveyId} ${decision.at} ${decision.reason}`} decision={decision} personId={personId} />)}
          </ul>
        </>
      )}
    </SideSection>
  )
}

function ResponseEntry({ response }: { response: PersonResponse }) {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  const score = response.answers.find(({ shape }) => shape === 'scale')
  const text = response.answers.find((answer) => answer.shape === 'text' && answer.text !== '')
  return (
    <li className={classes.entry}>
      <div className={classes.entryWords}>
        <Link to={toPath(`/feedback/surveys/${response.surveyId}`)} search={{ tab: 'responses', response: response.id } as never} className={`${classes.entryTitle} ${classes.link}`}>{response.survey}</Link>
        {text && <div className={classes.quote}>“{text.text}”</div>}
        <div className={classes.entryDetail}><Time value={response.completedAt ?? response.startedAt} />{response.status === 'partial' && ` · ${t('feedback.partial')}`}</div>
      </div>
      {score && <span className={classes.entryEnd}><Tag tone={findTone(score.group)}><strong className="numbers">{score.text}</strong>{score.group && ` ${t(`feedback.group.${score.group}`, score.group)}`}</Tag></span>}
    </li>
  )
}

/** "Asked by …" or "Not asked by …: why". */
function DecisionEntry({ decision, personId }: { decision: PersonDecision; personId: string }) {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  const isAsked = decision.reason === 'asked'
  return (
    <li className={classes.entry}>
      <div className={classes.entryWords}>
        <Link to={toPath(`/feedback/surveys/${decision.surveyId}`)} search={{ tab: 'decisions', person: personId } as never} className={`${classes.entryTitle} ${classes.link}`}>
          {t(isAsked ? 'feedback.askedBy' : 'feedback.notAskedBy', { survey: decision.survey })}
        </Link>
        <div className={classes.entryDetail}>{!isAsked && `${decision.text} · `}<Time value={decision.at} /></div>
      </div>
    </li>
  )
}
