import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Computation, ComputedPreview } from '@contract/segments/computed-traits.contract.ts'
import { describeFailure } from '../../../app/api.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatDuration, formatNumber } from '../../../ui/format.ts'
import { Section } from '../../../ui/page.tsx'
import { Skeleton, TextSkeleton } from '../../../ui/skeletons.tsx'
import { Stat } from '../../../ui/stat.tsx'
import { BarList } from '../bar-list.tsx'
import { findComputationGap } from '../builder/computation.ts'
import { PersonCell } from '../person-cell.tsx'
import { traitPreviewQuery } from './trait-requests.ts'
import classes from '../segments.module.css'

const pauseMilliseconds = 400

/** What the computation would give now: for how many people, how the values spread, and some of them. */
export function TraitPreview({ computation }: { computation: Computation }) {
  const { t } = useTranslation('segments')
  const [settled] = useDebouncedValue(computation, pauseMilliseconds)
  const isIncomplete = findComputationGap(settled) !== null
  const { data, error, isFetching } = useQuery({ ...traitPreviewQuery(settled), enabled: !isIncomplete })
  return (
    <Section title={t('preview.title')} description={t('preview.hint')}>
      {isIncomplete ? (
        <p className={classes.quiet}>{t('preview.incomplete')}</p>
      ) : error ? (
        <FailureNote>{describeFailure(error)}</FailureNote>
      ) : data ? (
        <div className={classes.column} aria-busy={isFetching}>
          <Stat label={t('preview.people')} definition={t('preview.peopleMeaning')} value={formatNumber(data.people)} note={t('preview.took', { time: formatDuration(data.elapsedMs / 1000) })} />
          <Values preview={data} />
        </div>
      ) : (
        <>
          <Skeleton width={96} height={28} />
          <TextSkeleton lines={6} />
        </>
      )}
    </Section>
  )
}

function Values({ preview }: { preview: ComputedPreview }) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  if (preview.people === 0) return <p className={classes.quiet}>{t('preview.nobody')}</p>
  return (
    <>
      <div>
        <h3>{t('preview.spread')}</h3>
        <BarList label={t('preview.spread')} bars={preview.distribution.map(({ label, count }) => ({ key: label, label, value: count, text: formatNumber(count) }))} />
      </div>
      <div>
        <h3>{t('preview.sample')}</h3>
        <ul className={classes.rows} aria-label={t('preview.sample')}>
          {preview.sample.map(({ person, value }) => (
            <li key={person.id} style={{ padding: '6px 0', alignItems: 'center' }}>
              <Link to={toPath(`/people/${person.id}`)} className={`${classes.link} ${classes.rowWords}`}><PersonCell id={person.id} name={person.name} isIdentified={person.isIdentified} /></Link>
              <span className="numbers">{describeValue(value)}</span>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'number') return formatNumber(value, { maximumFractionDigits: 2 })
  if (Array.isArray(value)) return value.map(describeValue).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
