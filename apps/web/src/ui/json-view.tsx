import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyAction } from './code-block.tsx'
import classes from './json-view.module.css'

const longText = 300
const manyEntries = 100

interface JsonViewProps {
  value: unknown
  label: string
  /** Levels that are open at first. */
  openLevels?: number
}

/** Any JSON value, foldable. Values are only ever shown as text, whatever they contain. */
export function JsonView({ value, label, openLevels = 2 }: JsonViewProps) {
  return (
    <div className={classes.view}>
      <div className={classes.tree} role="region" aria-label={label} tabIndex={0}>
        <Node value={value} level={0} openLevels={openLevels} />
      </div>
      <div className={classes.copy}>
        <CopyAction text={JSON.stringify(value, null, 2) ?? 'null'} label={label} />
      </div>
    </div>
  )
}

function Node({ name, value, level, openLevels }: { name?: string; value: unknown; level: number; openLevels: number }) {
  const { t } = useTranslation('ui')
  const [isOpen, setIsOpen] = useState(level < openLevels)
  const [shown, setShown] = useState(manyEntries)
  if (typeof value !== 'object' || value === null) {
    return (
      <div className={classes.line}>
        {name !== undefined && <span className={classes.name}>{name}: </span>}
        <Scalar value={value} />
      </div>
    )
  }
  const isList = Array.isArray(value)
  const entries: Array<[string, unknown]> = isList ? value.map((entry, index) => [String(index), entry]) : Object.entries(value)
  const size = isList ? `[${entries.length}]` : `{${entries.length}}`
  if (entries.length === 0) {
    return (
      <div className={classes.line}>
        {name !== undefined && <span className={classes.name}>{name}: </span>}
        <span className={classes.faint}>{isList ? '[]' : '{}'}</span>
      </div>
    )
  }
  return (
    <div>
      {level > 0 && (
        <button type="button" className={classes.fold} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <span className={classes.arrow} data-open={isOpen || undefined} aria-hidden>›</span>
          <span className={classes.name}>{name}</span> <span className={classes.faint}>{size}</span>
        </button>
      )}
      {isOpen && (
        <div className={level > 0 ? classes.inner : undefined}>
          {entries.slice(0, shown).map(([key, entry]) => (
            <Node key={key} name={key} value={entry} level={level + 1} openLevels={openLevels} />
          ))}
          {entries.length > shown && (
            <button type="button" className={classes.fold} onClick={() => setShown(shown + manyEntries)}>
              {t('json.more', { count: entries.length - shown })}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

function Scalar({ value }: { value: unknown }) {
  const { t } = useTranslation('ui')
  const [isWhole, setIsWhole] = useState(false)
  if (typeof value !== 'string') return <span className={value === null || value === undefined ? classes.faint : classes.literal}>{String(value)}</span>
  if (value.length <= longText || isWhole) return <span className={classes.text}>{value === '' ? '""' : value}</span>
  return (
    <span className={classes.text}>
      {value.slice(0, longText)}…{' '}
      <button type="button" className={classes.fold} onClick={() => setIsWhole(true)}>
        {t('json.showAll', { count: value.length })}
      </button>
    </span>
  )
}
