import { Button, Modal, TextInput, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../app/api.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Tag } from '../../ui/tag.tsx'
import { TextForm } from './persona-form.tsx'
import { drawingUrl, useAcceptSuggestion, useDecideSuggestion, type Suggestion } from './persona-requests.ts'
import { Portrait } from './portrait.tsx'
import { formatShare } from './say-figures.ts'
import classes from './personas.module.css'

const shownDifferences = 7

/** One group: its face and name, what sets it apart, the rule that stands for it, and the decision. */
export function SuggestionCard({ suggestion }: { suggestion: Suggestion }) {
  const { t } = useTranslation('personas')
  const canWrite = useCan('people:write')
  const [name, setName] = useState(suggestion.persona.name)
  const isOpen = suggestion.state === 'open'
  return (
    <article className={classes.suggestion} aria-label={suggestion.persona.name} data-state={suggestion.state}>
      <div className={classes.cardHead}>
        <Portrait url={drawingUrl(suggestion.portraitSeed)} name={name} size={64} />
        <div className={classes.cardName}>
          {isOpen && canWrite
            ? <TextInput aria-label={t('run.name')} value={name} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} classNames={{ input: classes.nameInput ?? '' }} />
            : <h2 className={classes.name}>{suggestion.persona.name}</h2>}
          <span className={`${classes.quiet} numbers`}>{t('run.size', { n: formatNumber(suggestion.size), share: formatShare(suggestion.share) })}</span>
        </div>
      </div>
      <Differences suggestion={suggestion} />
      <Rule suggestion={suggestion} />
      <div className={classes.decision}>
        {isOpen ? canWrite && <Decision suggestion={suggestion} name={name} /> : <Decided suggestion={suggestion} />}
      </div>
    </article>
  )
}

function Differences({ suggestion }: { suggestion: Suggestion }) {
  const { t } = useTranslation('personas')
  return (
    <div>
      <h3 className={classes.tableTitle}>{t('run.apart')}</h3>
      <ul className={classes.differences}>
        {suggestion.differences.slice(0, shownDifferences).map(({ key, text, effect, n }) => {
          const Arrow = effect > 0 ? IconArrowUp : IconArrowDown
          return (
            <li key={key} title={`${t('run.effect', { value: formatNumber(effect, { maximumFractionDigits: 1, signDisplay: 'exceptZero' }) })}, n ${formatNumber(n)}`}>
              <Arrow size={14} aria-label={t(effect > 0 ? 'run.more' : 'run.less')} className={classes.arrow} />
              <span className={classes.sentence}>{text}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Rule({ suggestion: { ruleText, fidelity } }: { suggestion: Suggestion }) {
  const { t } = useTranslation('personas')
  const meaning = t('run.fidelityMeaning', { n: formatNumber(fidelity.n) })
  return (
    <div>
      <h3 className={classes.tableTitle}>{t('run.rule')}</h3>
      <p className={classes.rule}>{ruleText}.</p>
      <p className={`${classes.quiet} numbers`}>
        <Tooltip label={meaning} multiline maw={320}>
          <button type="button" className={classes.term} aria-label={`${t('run.fidelity')} ${fidelity.f1.toFixed(2)}: ${meaning}`}>{t('run.fidelity')} {fidelity.f1.toFixed(2)}</button>
        </Tooltip>
        {': '}
        {t('run.precision', { share: formatShare(fidelity.precision) })}, {t('run.recall', { share: formatShare(fidelity.recall) })}
      </p>
    </div>
  )
}

function Decision({ suggestion, name }: { suggestion: Suggestion; name: string }) {
  const { t } = useTranslation('personas')
  const [isEditing, setIsEditing] = useState(false)
  const accept = useAcceptSuggestion()
  const decide = useDecideSuggestion()
  const failure = accept.error ?? decide.error
  const { id } = suggestion
  return (
    <>
      {failure && !isEditing && <FailureNote>{describeFailure(failure)}</FailureNote>}
      <Button disabled={name.trim() === ''} loading={accept.isPending && !isEditing} onClick={() => accept.mutate({ id, change: { name } })}>{t('run.accept')}</Button>
      <Button variant="default" onClick={() => setIsEditing(true)}>{t('run.editFirst')}</Button>
      <Button variant="subtle" color="gray" loading={decide.isPending} onClick={() => decide.mutate({ id, verb: 'dismiss' })}>{t('run.dismiss')}</Button>
      <Modal opened={isEditing} onClose={() => setIsEditing(false)} title={t('run.editFirst')} size="lg">
        {isEditing && (
          <TextForm
            text={{ ...suggestion.persona, name }}
            segmentId={undefined}
            verb={t('run.accept')}
            onCancel={() => setIsEditing(false)}
            onSubmit={async (text) => {
              await accept.mutateAsync({ id, change: text })
              setIsEditing(false)
            }}
          />
        )}
      </Modal>
    </>
  )
}

function Decided({ suggestion: { id, state, personaId } }: { suggestion: Suggestion }) {
  const { t } = useTranslation('personas')
  const toPath = useWorkspacePath()
  const canWrite = useCan('people:write')
  const decide = useDecideSuggestion()
  if (state === 'accepted') {
    return <><Tag tone="good">{t('run.accepted')}</Tag>{personaId && <Link to={toPath(`/people/personas/${personaId}`)}>{t('run.openPersona')}</Link>}</>
  }
  return (
    <>
      <Tag>{t('run.dismissed')}</Tag>
      {canWrite && <Button variant="subtle" size="compact-sm" loading={decide.isPending} onClick={() => decide.mutate({ id, verb: 'reopen' })}>{t('run.reopen')}</Button>}
      {decide.error && <FailureNote>{describeFailure(decide.error)}</FailureNote>}
    </>
  )
}
