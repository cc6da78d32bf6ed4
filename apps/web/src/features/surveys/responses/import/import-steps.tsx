import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FileStep } from './file-step.tsx'
import type { ImportReading } from './mapping.ts'
import { MappingStep } from './mapping-step.tsx'
import { ProgressStep } from './progress-step.tsx'
import classes from './import.module.css'

const steps = ['file', 'mapping', 'progress'] as const
type Step = (typeof steps)[number]

interface ImportStepsProps {
  surveyId: string
  onClose: () => void
  onShow: () => void
}

/** File, columns, progress: one after the other. */
export function ImportSteps({ surveyId, onClose, onShow }: ImportStepsProps) {
  const [step, setStep] = useState<Step>('file')
  const [read, setRead] = useState<{ name: string; reading: ImportReading } | null>(null)
  const startOver = () => {
    setRead(null)
    setStep('file')
  }
  return (
    <div className={classes.steps}>
      <StepList present={step} />
      {(step === 'file' || !read) && (
        <FileStep
          surveyId={surveyId}
          onRead={(name, reading) => {
            setRead({ name, reading })
            setStep('mapping')
          }}
        />
      )}
      {step === 'mapping' && read && <MappingStep surveyId={surveyId} fileName={read.name} reading={read.reading} onBack={startOver} onStarted={() => setStep('progress')} />}
      {step === 'progress' && read && <ProgressStep surveyId={surveyId} fileId={read.reading.fileId} onClose={onClose} onShow={onShow} onAgain={startOver} />}
    </div>
  )
}

function StepList({ present }: { present: Step }) {
  const { t } = useTranslation('surveys')
  const index = steps.indexOf(present)
  return (
    <ol className={classes.stepList}>
      {steps.map((step, position) => (
        <li key={step} aria-current={step === present ? 'step' : undefined} data-done={position < index || undefined}>
          <span className={classes.stepMark} aria-hidden>{position < index ? <IconCheck size={12} /> : position + 1}</span>
          {t(`responses.import.steps.${step}`)}
        </li>
      ))}
    </ol>
  )
}
