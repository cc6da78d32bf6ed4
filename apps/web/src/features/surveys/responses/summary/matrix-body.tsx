import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../../ui/format.ts'
import type { BodyProps } from './question-card.tsx'
import { sayShare } from './say-figure.ts'
import classes from './summary.module.css'

/** Rows by columns: the more of a row chose a cell, the stronger its colour; the number stands in it. */
export function MatrixBody({ question: { title, rows, distribution }, chosen, onChoose }: BodyProps) {
  const { t } = useTranslation('surveys')
  return (
    <div className={classes.scrollable} data-can-scroll tabIndex={0} role="group" aria-label={title}>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col"><span className="visually-hidden">{t('responses.summary.card.row')}</span></th>
            {distribution.map(({ value, label }) => <th key={value} scope="col">{label}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, label, counts }) => {
            const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
            return (
              <tr key={row}>
                <th scope="row">{label}</th>
                {distribution.map(({ value, label: column }) => {
                  const count = counts[value] ?? 0
                  const share = total === 0 ? 0 : count / total
                  const cell = `${row}=${value}`
                  return (
                    <td key={value}>
                      <button
                        type="button"
                        className={`${classes.cell} numbers`}
                        style={{ '--strength': `${Math.round(share * 55)}%` } as React.CSSProperties}
                        aria-pressed={chosen.value === cell}
                        disabled={!onChoose}
                        onClick={() => onChoose?.({ value: cell })}
                      >
                        {formatNumber(count)}
                        <span className="visually-hidden">{t('responses.summary.card.show', { label: `${label}, ${column}`, share: sayShare(share) })}</span>
                      </button>
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
