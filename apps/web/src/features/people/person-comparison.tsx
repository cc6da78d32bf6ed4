import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonRow } from '@contract/people/people.contract.ts'
import { useWorkspace, useWorkspacePath } from '../../app/session.ts'
import { formatCountry, formatMoney, formatNumber } from '../../ui/format.ts'
import { Tag } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { comparePeople, type ComparisonLine } from './compare-people.ts'
import { PersonName } from './person-name.tsx'
import { describeValue, labelTrait } from './trait-value.ts'
import classes from './merge.module.css'

interface PersonComparisonProps {
  left: PersonRow
  right: PersonRow
  /** The profile that stays after a merge. */
  keep: 'left' | 'right'
  /** Lets the other one be kept instead. */
  onKeep?: (side: 'left' | 'right') => void
}

const shortLength = 12

/** Two people side by side; lines that contradict each other are marked. */
export function PersonComparison({ left, right, keep, onKeep }: PersonComparisonProps) {
  const { t } = useTranslation('people')
  const [isWhole, setIsWhole] = useState(false)
  const lines = comparePeople(left, right)
  const shown = isWhole ? lines : lines.slice(0, shortLength)
  return (
    <div>
      <table className={classes.comparison}>
        <thead>
          <tr>
            <td><span className="visually-hidden">{t('merge.line')}</span></td>
            <PersonHeading person={left} isKept={keep === 'left'} onKeep={onKeep && (() => onKeep('left'))} />
            <PersonHeading person={right} isKept={keep === 'right'} onKeep={onKeep && (() => onKeep('right'))} />
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <tr key={`${line.kind}:${line.key}`} data-state={line.state}>
              <th scope="row">
                {line.kind === 'field' ? t(`field.${line.key}`) : labelTrait(line.key)}
                {line.state === 'different' && <span className={classes.sign} title={t('merge.different')}>≠<span className="visually-hidden"> {t('merge.different')}</span></span>}
                {line.state === 'same' && line.kind === 'field' && isIdentifier(line) && <span className={classes.same} title={t('merge.same')}>=<span className="visually-hidden"> {t('merge.same')}</span></span>}
              </th>
              <td><LineValue line={line} value={line.left} /></td>
              <td><LineValue line={line} value={line.right} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length > shortLength && (
        <Button variant="subtle" color="gray" size="compact-sm" mt={4} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t('merge.showLess') : t('merge.showAll', { count: lines.length })}
        </Button>
      )}
    </div>
  )
}

function isIdentifier(line: ComparisonLine): boolean {
  return line.key === 'email' || line.key === 'phone' || line.key === 'userId'
}

function PersonHeading({ person, isKept, onKeep }: { person: PersonRow; isKept: boolean; onKeep: (() => void) | undefined }) {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  return (
    <th scope="col">
      <Link to={toPath(`/people/${person.id}`)} className={classes.person}>
        <PersonName id={person.id} name={person.name} isIdentified={person.isIdentified} sizePixels={28} />
      </Link>
      <span className={classes.kept}>
        {isKept ? <Tag tone="accent">{t('merge.stays')}</Tag> : onKeep ? <Button variant="subtle" color="gray" size="compact-xs" onClick={onKeep}>{t('merge.keepThis')}</Button> : <Tag>{t('merge.joins')}</Tag>}
      </span>
    </th>
  )
}

function LineValue({ line, value }: { line: ComparisonLine; value: unknown }): ReactNode {
  const { currency, timezone } = useWorkspace()
  if (value === null || value === undefined || value === '') return <span className={classes.missing}>–</span>
  if (line.kind === 'trait') return <span>{describeValue(value, timezone)}</span>
  if (line.key === 'firstSeenAt' || line.key === 'lastSeenAt') return <Time value={String(value)} />
  if (line.key === 'revenue') return <span className="numbers">{formatMoney(Number(value), currency)}</span>
  if (typeof value === 'number') return <span className="numbers">{formatNumber(value)}</span>
  return <span>{line.key === 'country' ? formatCountry(String(value)) : String(value)}</span>
}
