import { Button } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../app/api.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatMoney, formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeletons.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { PersonaForm } from './persona-form.tsx'
import { personasQuery, type Persona } from './persona-requests.ts'
import { Portrait } from './portrait.tsx'
import { formatShare, formatStars } from './say-figures.ts'
import classes from './personas.module.css'

/** All personas as cards. */
export function PersonasPage() {
  const { t } = useTranslation('personas')
  const toPath = useWorkspacePath()
  const navigate = useNavigate()
  const canWrite = useCan('people:write')
  const [view, setView] = useUrlState({ create: '' })
  const { data: personas, error, refetch } = useQuery(personasQuery)
  const suggest = <Button component={Link} to={toPath('/people/personas/suggestions')} leftSection={<IconSparkles size={16} aria-hidden />}>{t('suggest')}</Button>
  const byHand = <Button variant="default" onClick={() => setView({ create: 'yes' })}>{t(personas?.length ? 'create' : 'byHand')}</Button>
  return (
    <Page title={t('title')} description={t('description')} action={canWrite && personas !== undefined && personas.length > 0 && <>{byHand}{suggest}</>}>
      {error && !personas && (
        <EmptyState picture="trouble" title={t('failed')} action={<Button variant="default" onClick={() => void refetch()}>{t('again')}</Button>}>{describeFailure(error)}</EmptyState>
      )}
      {!personas && !error && <CardSkeletons />}
      {personas?.length === 0 && <EmptyState picture="people" title={t('empty')} action={canWrite && <>{suggest} {byHand}</>}>{t('emptyHint')}</EmptyState>}
      {personas !== undefined && personas.length > 0 && (
        <ul className={classes.cards} aria-label={t('title')}>
          {personas.map((persona) => <li key={persona.id}><PersonaCard persona={persona} /></li>)}
        </ul>
      )}
      <PersonaForm isOpen={view.create !== ''} onClose={() => setView({ create: '' })} onSaved={(persona) => void navigate({ to: toPath(`/people/personas/${persona.id}`) })} />
    </Page>
  )
}

function PersonaCard({ persona }: { persona: Persona }) {
  const { t } = useTranslation('personas')
  const toPath = useWorkspacePath()
  const { overview, segmentId } = persona
  return (
    <Link to={toPath(`/people/personas/${persona.id}`)} className={classes.card}>
      <div className={classes.cardHead}>
        <Portrait url={persona.portrait.url} name={persona.name} />
        <div className={classes.cardName}>
          <h2 className={classes.name}>{persona.name}</h2>
          <span className={`${classes.quiet} numbers`}>
            {overview
              ? t(overview.share === null ? 'card.sizeOnly' : 'card.size', { n: formatNumber(overview.size), share: formatShare(overview.share) })
              : t(segmentId ? 'segmentGone' : 'noSegment')}
          </span>
        </div>
      </div>
      {persona.summary && <p className={classes.summary}>{persona.summary}</p>}
      {overview && (
        <p className={`${classes.cardFigures} numbers`}>
          {overview.revenueMean !== null && <span><strong>{formatMoney(overview.revenueMean, overview.currency)}</strong> {t('card.value')}</span>}
          <span>{overview.satisfaction ? <><strong>{formatStars(overview.satisfaction.mean)}</strong> {t('card.stars')} (n {formatNumber(overview.satisfaction.n)})</> : t('card.noStars')}</span>
        </p>
      )}
    </Link>
  )
}

function CardSkeletons() {
  return (
    <div className={classes.cards} aria-hidden>
      {Array.from({ length: 6 }, (_, index) => <Skeleton key={index} height={170} />)}
    </div>
  )
}
