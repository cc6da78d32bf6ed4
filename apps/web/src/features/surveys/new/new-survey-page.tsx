import { Button, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, describeFailure } from '../../../app/api.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { FailureNote, Note } from '../../../ui/failure-note.tsx'
import { Page } from '../../../ui/page.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { useSubmit } from '../../../ui/use-submit.ts'
import { useUrlState } from '../../../ui/use-url-state.ts'
import { SurveyPreview } from '../build/survey-preview.tsx'
import { templatesQuery, type CreateSurveyRequest, type Survey, type SurveyTemplate } from '../survey-requests.ts'
import { useRefreshSurveys } from '../use-survey-changes.ts'
import pageClasses from '../surveys.module.css'
import classes from './new-survey.module.css'

const kinds = ['customers', 'employees'] as const
const blank = 'blank'

/** A gallery of templates, the chosen one to be tried at once; or a blank survey. */
export function NewSurveyPage() {
  const { t } = useTranslation('surveys')
  const toPath = useWorkspacePath()
  const [view, setView] = useUrlState({ template: '' })
  const { data: templates, error } = useQuery(templatesQuery)
  const chosen = view.template === blank ? null : (templates?.find(({ key }) => key === view.template) ?? templates?.[0] ?? null)
  return (
    <Page title={t('new.title')} description={t('new.description')} width="full" above={<Link to={toPath('/feedback/surveys')} className={pageClasses.back}><IconChevronLeft size={14} aria-hidden /> {t('list.title')}</Link>}>
      {error && <FailureNote>{describeFailure(error)}</FailureNote>}
      {!templates && !error && <TextSkeleton lines={10} />}
      {(templates || error) && (
        <div className={classes.columns}>
          <Gallery templates={templates ?? []} chosen={chosen?.key ?? blank} onChoose={(template) => setView({ template })} />
          <CreateForm key={chosen?.key ?? blank} template={chosen} />
        </div>
      )}
    </Page>
  )
}

function Gallery({ templates, chosen, onChoose }: { templates: SurveyTemplate[]; chosen: string; onChoose: (key: string) => void }) {
  const { t } = useTranslation('surveys')
  const card = (key: string, name: string, description: string, note: string) => (
    <li key={key}>
      <UnstyledButton className={classes.card} aria-pressed={chosen === key} onClick={() => onChoose(key)}>
        <strong>{name}</strong>
        <span className={classes.description}>{description}</span>
        <span className={classes.note}>{note}</span>
      </UnstyledButton>
    </li>
  )
  return (
    <ul className={classes.gallery} aria-label={t('new.templates')}>
      {templates.map(({ key, name, description, kind, content }) => card(key, name, description, [t('new.questions', { count: content.questions.length }), kind === 'employees' && t('new.anonymous')].filter(Boolean).join(' · ')))}
      {card(blank, t('new.blank'), t('new.blankHint'), t('new.questions', { count: 1 }))}
    </ul>
  )
}

function CreateForm({ template }: { template: SurveyTemplate | null }) {
  const { t } = useTranslation('surveys')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const refresh = useRefreshSurveys()
  const [name, setName] = useState(template?.name ?? '')
  const [kind, setKind] = useState<(typeof kinds)[number]>(template?.kind ?? 'customers')
  const form = useSubmit(async () => {
    const body: CreateSurveyRequest = { name, kind, ...(template ? { template: template.key } : {}) }
    const survey = await api.post<Survey>('/v1/surveys', body)
    await refresh(survey)
    await navigate({ to: toPath(`/feedback/surveys/${survey.id}`) })
  })
  return (
    <form
      className={classes.create}
      aria-label={t('new.chosen')}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <TextInput label={t('new.name')} placeholder={t('new.namePlaceholder')} maxLength={200} value={name} error={form.errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} />
      <div>
        <div className={classes.label} id="survey-kind">{t('new.kind')}</div>
        <SegmentedControl aria-labelledby="survey-kind" data={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} value={kind} onChange={(next) => setKind(next as typeof kind)} />
      </div>
      {kind === 'employees' && <Note>{t('new.employeesHint')}</Note>}
      {form.failure && form.details.length === 0 && <FailureNote>{form.failure}</FailureNote>}
      <div><Button type="submit" loading={form.isBusy} disabled={name.trim() === ''}>{t('new.create')}</Button></div>
      {template && <div className={classes.preview}><SurveyPreview content={template.content} /></div>}
    </form>
  )
}
