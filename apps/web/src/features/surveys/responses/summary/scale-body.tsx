import { useTranslation } from 'react-i18next'
import type { QuestionSummary } from '@contract/surveys/responses.contract.ts'
import { formatNumber } from '../../../../ui/format.ts'
import { findTone } from '../../../../ui/answer-groups.ts'
import type { BodyProps } from './question-card.tsx'
import { sayShare } from './say-figure.ts'
import classes from './summary.module.css'

type Entry = QuestionSummary['distribution'][number]

/** Steps of a scale as columns in the colours of their groups; below, the groups in words. */
export function ScaleBody({ question: { title, distribution }, chosen, onChoose }: BodyProps) {
  const most = Math.max(...distribution.map(({ count }) => count), 1)
  const isDimmed = (entry: Entry) => (chosen.value !== '' && chosen.value !== entry.value) || (chosen.group !== '' && chosen.group !== entry.group)
  return (
    <>
      <ol className={classes.columns} aria-label={title}>
        {distribution.map((entry) => (
          <li key={entry.value}>
            <Column entry={entry} height={entry.count / most} isChosen={chosen.value === entry.value} isDimmed={isDimmed(entry)} onChoose={onChoose && (() => onChoose({ value: entry.value }))} />
          </li>
        ))}
      </ol>
      <Groups distribution={distribution} chosen={chosen.group} onChoose={onChoose} />
    </>
  )
}

interface ColumnProps {
  entry: Entry
  height: number
  isChosen: boolean
  isDimmed: boolean
  onChoose: (() => void) | undefined
}

function Column({ entry: { label, group, count, share }, height, isChosen, isDimmed, onChoose }: ColumnProps) {
  const { t } = useTranslation('surveys')
  const name = group ? `${label}, ${t(`responses.group.${group}`, group)}` : label
  return (
    <button
      type="button"
      className={classes.column}
      data-tone={group ? findTone(group) : 'accent'}
      data-dimmed={isDimmed || undefined}
      aria-pressed={isChosen}
      title={`${name}: ${formatNumber(count)} (${sayShare(share)})`}
      disabled={!onChoose}
      onClick={onChoose}
    >
      <span className={`${classes.columnName} numbers`}>{label}</span>
      <span className={classes.columnFill} style={{ height: `${height * 72}px` }} />
      <span className={`${classes.columnCount} numbers`}>{count > 0 && formatNumber(count)}</span>
      <span className="visually-hidden">{t('responses.summary.card.show', { label: name, share: sayShare(share) })}</span>
    </button>
  )
}

/** Shares of the groups, best first, each leading to its answers. */
function Groups({ distribution, chosen, onChoose }: { distribution: Entry[]; chosen: string; onChoose: BodyProps['onChoose'] }) {
  const { t } = useTranslation('surveys')
  const groups = [...new Set(distribution.map(({ group }) => group).filter((group) => group !== null))].reverse()
  if (groups.length === 0) return null
  return (
    <ul className={classes.groups}>
      {groups.map((group) => {
        const members = distribution.filter((entry) => entry.group === group)
        const count = members.reduce((sum, entry) => sum + entry.count, 0)
        const share = members.reduce((sum, entry) => sum + entry.share, 0)
        const label = t(`responses.groups.${group}`, group)
        return (
          <li key={group}>
            <button
              type="button"
              className={classes.group}
              data-tone={findTone(group)}
              aria-pressed={chosen === group}
              disabled={!onChoose}
              onClick={() => onChoose?.({ group })}
            >
              <span className={classes.swatch} aria-hidden />
              {label} <span className="numbers">{sayShare(share)}</span> <span className={`${classes.quiet} numbers`}>{formatNumber(count)}</span>
              <span className="visually-hidden">{t('responses.summary.card.showThem')}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
