import { useQuery } from '@tanstack/react-query'
import { IconCircleCheck, IconCircleMinus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../../app/api.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { Section } from '../../../ui/page.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { wouldAskQuery } from './decision-requests.ts'
import { PersonPicker } from './person-picker.tsx'
import classes from './decisions.module.css'

interface WouldAskProps {
  surveyId: string
  personId: string
  onChoose: (id: string) => void
}

/** Whether somebody would be asked at this moment, and why. */
export function WouldAsk({ surveyId, personId, onChoose }: WouldAskProps) {
  const { t } = useTranslation('surveys')
  return (
    <Section title={t('decisions.now.title')} description={t('decisions.now.hint')}>
      <PersonPicker label={t('decisions.now.person')} isLabelHidden placeholder={t('decisions.now.personHint')} value={personId} onChange={onChoose} />
      <div aria-live="polite">{personId !== '' && <Verdict key={personId} surveyId={surveyId} personId={personId} />}</div>
    </Section>
  )
}

function Verdict({ surveyId, personId }: { surveyId: string; personId: string }) {
  const { t } = useTranslation('surveys')
  const { data, error } = useQuery(wouldAskQuery(surveyId, personId))
  if (error && !data) return <FailureNote>{describeFailure(error)}</FailureNote>
  if (!data) return <TextSkeleton lines={2} />
  const isAsked = data.reason === 'asked'
  const Icon = isAsked ? IconCircleCheck : IconCircleMinus
  return (
    <div className={classes.verdict} data-asked={isAsked || undefined}>
      <Icon size={20} aria-hidden />
      <div>
        <strong>{t(isAsked ? 'decisions.now.yes' : 'decisions.now.no')}</strong>
        {!isAsked && <> · {t(`decisions.reason.${data.reason}`)}</>}
        {data.text && <p className={classes.words}>{data.text}</p>}
      </div>
    </div>
  )
}
