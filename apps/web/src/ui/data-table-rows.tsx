import { Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column, Sort } from './data-table.tsx'
import { Skeleton } from './skeletons.tsx'
import classes from './data-table.module.css'

const gapPixels = 16
const edgePixels = 16
const choosePixels = 20

/** The grid's columns, and the width below which the table scrolls sideways. */
export function layOutColumns(columns: ReadonlyArray<{ width: number; grow?: number }>, canChoose = false): { template: string; minWidth: number } {
  const hasGrowing = columns.some((column) => (column.grow ?? 0) > 0)
  const template = columns
    .map((column, index) => {
      const grow = column.grow ?? (hasGrowing || index > 0 ? 0 : 1)
      return grow > 0 ? `minmax(${column.width}px, ${grow}fr)` : `${column.width}px`
    })
    .join(' ')
  const minWidth = columns.reduce((sum, column) => sum + column.width + gapPixels, 0) - gapPixels + 2 * edgePixels
  return canChoose ? { template: `${choosePixels}px ${template}`, minWidth: minWidth + choosePixels + gapPixels } : { template, minWidth }
}

/** The same ids with this one added, or without it if it was among them. */
export function toggleChoice(ids: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}

export function ChooseAll({ ids, choice }: { ids: string[]; choice: { ids: ReadonlySet<string>; onChange: (ids: Set<string>) => void } }) {
  const { t } = useTranslation('ui')
  const count = ids.filter((id) => choice.ids.has(id)).length
  const isAll = count > 0 && count === ids.length
  return (
    <div role="columnheader" className={classes.chooseCell}>
      <Checkbox size="xs" checked={isAll} indeterminate={count > 0 && !isAll} onChange={() => choice.onChange(new Set(isAll ? [] : ids))} aria-label={t('table.chooseAll')} />
    </div>
  )
}

interface RowProps<Row> {
  row: Row
  columns: Column<Row>[]
  template: string
  index: number
  offset: number
  measure: (element: HTMLElement | null) => void
  isSelected: boolean
  to: string | undefined
  onOpen: (() => void) | undefined
  /** Whether it is among those chosen for a bulk action; undefined where rows cannot be chosen. */
  isChosen: boolean | undefined
  onChoose: (() => void) | undefined
}

/** The link or button of a row; it stretches over the whole row, so the browser's own clicks work anywhere. */
function Opener({ to, onOpen, children }: { to: string | undefined; onOpen: (() => void) | undefined; children: ReactNode }) {
  if (to !== undefined) {
    return (
      <Link to={to} className={classes.opener} data-row-opener>
        {children}
      </Link>
    )
  }
  if (onOpen) {
    return (
      <button type="button" onClick={onOpen} className={classes.opener} data-row-opener>
        {children}
      </button>
    )
  }
  return <span tabIndex={-1} data-row-opener>{children}</span>
}

export function DataTableRow<Row>({ row, columns, template, index, offset, measure, isSelected, to, onOpen, isChosen, onChoose }: RowProps<Row>) {
  const { t } = useTranslation('ui')
  return (
    <div
      role="row"
      ref={measure}
      data-index={index}
      data-row-index={index}
      aria-rowindex={index + 2}
      aria-selected={isSelected || undefined}
      className={classes.row}
      style={{ gridTemplateColumns: template, transform: `translateY(${offset}px)` }}
    >
      {isChosen !== undefined && (
        <div role="cell" className={classes.chooseCell}>
          <Checkbox size="xs" checked={isChosen} onChange={onChoose} aria-label={t('table.choose', { n: index + 1 })} />
        </div>
      )}
      {columns.map((column, position) => (
        <div key={column.key} role="cell" className={classes.cell} data-align={column.align}>
          {position === 0 ? (
            <Opener to={to} onOpen={onOpen}>
              {column.render(row)}
            </Opener>
          ) : (
            column.render(row)
          )}
        </div>
      ))}
    </div>
  )
}

export function DataTableCard<Row>({ row, columns, index, offset, measure, isSelected, to, onOpen, isChosen, onChoose }: RowProps<Row>) {
  const { t } = useTranslation('ui')
  const [first, ...others] = columns
  if (!first) return null
  const ends = others.filter((column) => column.card === 'end')
  const details = others.filter((column) => (column.card ?? 'detail') === 'detail')
  return (
    <div
      role="listitem"
      ref={measure}
      data-index={index}
      data-row-index={index}
      data-selected={isSelected || undefined}
      className={classes.card}
      style={{ transform: `translateY(${offset}px)` }}
    >
      <div className={classes.cardTop}>
        {isChosen !== undefined && <Checkbox size="sm" checked={isChosen} onChange={onChoose} aria-label={t('table.choose', { n: index + 1 })} className={classes.cardChoose} />}
        <div className={classes.cardTitle}>
          <Opener to={to} onOpen={onOpen}>
            {first.render(row)}
          </Opener>
        </div>
        {ends.map((column) => (
          <div key={column.key} className={classes.cardEnd}>
            {column.render(row)}
          </div>
        ))}
      </div>
      {details.length > 0 && (
        <div className={classes.cardDetails}>
          {details.map((column) => (
            <span key={column.key} className={classes.cardDetail} data-action={column.isHeaderHidden || undefined}>
              {!column.isHeaderHidden && <span className={classes.cardLabel}>{column.header}</span>} {column.render(row)}
            </span>
          ))}
        </div>
      )}
    </div>
  )
}

interface HeaderCellProps<Row> {
  column: Column<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}

export function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const { t } = useTranslation('ui')
  const isSorted = column.sort !== undefined && sort?.by === column.sort
  const Arrow = sort?.direction === 'asc' ? IconArrowUp : IconArrowDown
  return (
    <div
      role="columnheader"
      className={classes.headCell}
      data-align={column.align}
      aria-sort={isSorted ? (sort?.direction === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      {column.sort !== undefined && onSort ? (
        <button
          type="button"
          className={classes.sortButton}
          title={t('table.sortBy', { column: column.header })}
          onClick={() => onSort({ by: column.sort ?? '', direction: isSorted && sort?.direction === 'desc' ? 'asc' : 'desc' })}
        >
          {column.header}
          {isSorted && <Arrow size={13} aria-hidden />}
        </button>
      ) : (
        <span className={column.isHeaderHidden ? 'visually-hidden' : 'truncate'}>{column.header}</span>
      )}
    </div>
  )
}

const skeletonWidths = ['70%', '52%', '62%', '44%', '58%', '66%']

export function SkeletonRows<Row>({ columns, template, isNarrow, count }: { columns: Column<Row>[]; template: string; isNarrow: boolean; count: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={classes.skeletonRow} style={{ gridTemplateColumns: isNarrow ? '1fr' : template, height: isNarrow ? 68 : 40 }}>
          {(isNarrow ? columns.slice(0, 1) : columns).map((column, position) => (
            <div key={column.key} className={classes.cell} data-align={column.align}>
              <Skeleton width={skeletonWidths[(index + position) % skeletonWidths.length]} height={12} />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
