import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload, IconPhone, IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, Response } from '@contract/surveys/responses.contract.ts'
import { api, describeFailure } from '../../../app/api.ts'
import { useCan, useWorkspacePath } from '../../../app/session.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Note } from '../../../ui/failure-note.tsx'
import { formatDuration, formatNumber } from '../../../ui/format.ts'
import { Time } from '../../../ui/time.tsx'
import { listFiles, readFileNames } from './find-answers.ts'
import { GroupTag } from './group-tag.tsx'
import { answeredSurveyQuery } from './response-requests.ts'
import { nameLanguage } from './name-language.ts'
import classes from './responses.module.css'

/** One response with everything that was given: its answers in their order, then how it came about. */
export function ResponseDetails({ response }: { response: Response }) {
  const { t } = useTranslation('surveys')
  const toPath = useWorkspacePath()
  const canOpenPerson = useCan('people:read') && response.person !== null
  return (
    <div className={classes.details}>
      {canOpenPerson && (
        <div>
          <Button component={Link} to={toPath(`/people/${response.person!.profileId}`)} variant="default" size="compact-sm" leftSection={<IconUser size={14} aria-hidden />}>{t('responses.panel.profile')}</Button>
        </div>
      )}
      {response.isSuspicious && <Note tone="warn">{t('responses.panel.suspicious')}</Note>}
      {response.contactMe && <CallBack wish={response.contactMe} />}
      <section aria-label={t('responses.panel.answers')}>
        <dl className={classes.answers}>
          {response.answers.map((answer) => (
            <div key={answer.question}>
              <dt>{answer.title}</dt>
              <dd><AnswerView answer={answer} /></dd>
            </div>
          ))}
        </dl>
        {response.answers.length === 0 && <p className={classes.quiet}>{t('responses.noneGiven')}</p>}
      </section>
      <About response={response} />
      <p className={classes.hint}>{t('responses.panel.keys')}</p>
    </div>
  )
}

function CallBack({ wish }: { wish: NonNullable<Response['contactMe']> }) {
  const { t } = useTranslation('surveys')
  return (
    <div className={classes.callBack}>
      <IconPhone size={16} aria-hidden />
      <div>
        <strong>{t(`responses.panel.callBackBy.${wish.channel}`, t('responses.panel.callBack'))}</strong>
        <div>{wish.address}</div>
        {wish.note && <div className={classes.written}>{wish.note}</div>}
      </div>
    </div>
  )
}

function AnswerView({ answer }: { answer: Answer }) {
  const { t } = useTranslation('surveys')
  const files = listFiles(answer)
  const names = readFileNames(answer, files.length)
  if (files.length > 0) return <ul className={classes.files}>{files.map((id, index) => <li key={id}><FileButton id={id} name={names?.[index] ?? t('responses.panel.file', { n: index + 1 })} /></li>)}</ul>
  if (answer.text === '') return <span className={classes.quiet}>{t('responses.noneGiven')}</span>
  if (answer.shape === 'scale') return <GroupTag answer={answer} />
  return <span className={classes.written}>{answer.text}</span>
}

function FileButton({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('surveys')
  const download = async () => {
    try {
      await api.download(`/v1/survey-files/${id}`)
    } catch (cause) {
      notifications.show({ color: 'red', title: t('responses.panel.fileFailed'), message: describeFailure(cause) })
    }
  }
  return (
    <Button variant="default" size="compact-sm" leftSection={<IconDownload size={14} aria-hidden />} onClick={() => void download()}>{name}</Button>
  )
}

function About({ response }: { response: Response }) {
  const { t } = useTranslation('surveys')
  const facts: Array<[string, ReactNode]> = [
    [t('responses.panel.survey'), response.survey],
    [t('responses.panel.version'), formatNumber(response.version)],
    [t('responses.panel.status'), t(`responses.status.${response.status}`)],
    [t('responses.panel.channel'), t(`responses.channel.${response.channel}`)],
    ...given(t('responses.panel.location'), response.location),
    [t('responses.panel.language'), nameLanguage(response.language)],
    ...given(t('responses.panel.page'), response.page && <span className={classes.written}>{response.page}</span>),
    [t('responses.panel.started'), <Time key="started" value={response.startedAt} />],
    ...given(t('responses.panel.completed'), response.completedAt && <Time key="completed" value={response.completedAt} />),
    ...given(t('responses.panel.spent'), response.secondsSpent !== null && formatDuration(response.secondsSpent)),
  ]
  return (
    <>
      <Part title={t('responses.panel.about')}><Facts facts={facts} /></Part>
      {Object.keys(response.scores).length > 0 && <Scores response={response} />}
      {Object.keys(response.hidden).length > 0 && <Part title={t('responses.panel.hidden')}><Facts facts={Object.entries(response.hidden)} /></Part>}
    </>
  )
}

/** By the names that the survey gives them now. */
function Scores({ response: { surveyId, scores } }: { response: Response }) {
  const { t } = useTranslation('surveys')
  const { data: survey } = useQuery(answeredSurveyQuery(surveyId))
  const nameOf = (key: string) => survey?.content.scores.find((score) => score.key === key)?.name || key
  return <Part title={t('responses.panel.scores')}><Facts facts={Object.entries(scores).map(([key, value]) => [nameOf(key), formatNumber(value, { maximumFractionDigits: 2 })])} /></Part>
}

/** A fact that is left out where there is nothing to say. */
function given(name: string, value: ReactNode): Array<[string, ReactNode]> {
  return value === null || value === false || value === '' ? [] : [[name, value]]
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className={classes.partTitle}>{title}</h3>
      {children}
    </section>
  )
}
