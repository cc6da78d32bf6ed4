import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './summary.module.css'

export interface Bar {
  key: string
  label: string
  /** 0 to 1. */
  length: number
  /** The figure as it is written at the right. */
  text: string
  isChosen?: boolean
  isDimmed?: boolean
  /** Without it the bar leads nowhere. */
  onChoose?: () => void
}

const fewBars = 12

/** Bars with their labels on them, each leading to the answers behind it; long lists open on demand. */
export function Bars({ label, bars }: { label: string; bars: Bar[] }) {
  const { t } = useTranslation('surveys')
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? bars : bars.slice(0, fewBars)
  return (
    <>
      <ol className={classes.bars} aria-label={label}>
        {shown.map((bar) => (
          <li key={bar.key} data-dimmed={bar.isDimmed || undefined}>
            <span className={classes.barFill} style={{ width: `${Math.min(100, bar.length * 100)}%` }} aria-hidden />
            {bar.onChoose ? (
              <button type="button" className={classes.bar} aria-pressed={bar.isChosen ?? false} onClick={bar.onChoose}><BarWords bar={bar} /><span className="visually-hidden">{t('responses.summary.card.showThem')}</span></button>
            ) : (
              <span className={classes.bar}><BarWords bar={bar} /></span>
            )}
          </li>
        ))}
      </ol>
      {bars.length > fewBars && (
        <button type="button" className={classes.more} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t('responses.summary.card.less') : t('responses.summary.card.more', { n: bars.length - fewBars })}
        </button>
      )}
    </>
  )
}

function BarWords({ bar }: { bar: Bar }) {
  return (
    <>
      <span className="truncate" title={bar.label}>{bar.label}</span>
      <span className={`${classes.barText} numbers`}>{bar.text}</span>
    </>
  )
}
