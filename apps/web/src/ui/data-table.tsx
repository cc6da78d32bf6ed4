import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { describeFailure, type Query } from '../app/api.ts'
import { ChooseAll, DataTableCard, DataTableRow, HeaderCell, layOutColumns, SkeletonRows, toggleChoice } from './data-table-rows.tsx'
import { DataTableToolbar } from './data-table-toolbar.tsx'
import { EmptyState } from './empty-state.tsx'
import { isTyping } from './keyboard.ts'
import classes from './data-table.module.css'

export interface Column<Row> {
  key: string
  header: string
  render: (row: Row) => ReactNode
  /** Least width in pixels. */
  width: number
  /** Share of the width that is left over; 0 keeps the column at `width`. */
  grow?: number
  align?: 'left' | 'right'
  /** The server's name for this order; makes the header a button. */
  sort?: string
  /** May be hidden in the column chooser; `start` hides it until chosen. */
  optional?: 'shown' | 'start-hidden'
  /** Keeps the header for screen readers alone, above a column of buttons. */
  isHeaderHidden?: boolean
  /** On phones a row is a card: what stands at its right end, below the name, or not at all. */
  card?: 'end' | 'detail' | 'hidden'
}

export interface Sort {
  by: string
  direction: 'asc' | 'desc'
}

export interface DataTableProps<Row> {
  /** Names the table in the browser's storage. */
  id: string
  /** What the rows are, for screen readers: "People". */
  label: string
  columns: Column<Row>[]
  rows: Row[] | undefined
  getId: (row: Row) => string
  /** Where a row leads; the first column becomes the link. */
  rowTo?: (row: Row) => string
  /** Or what opens it, e.g. a side panel. */
  onOpen?: (row: Row) => void
  selectedId?: string | null
  sort?: Sort
  onSort?: (sort: Sort) => void
  error?: unknown
  onRetry?: () => void
  hasMore?: boolean
  onMore?: () => void
  /** Shown when there is nothing at all. */
  empty: ReactNode
  /** Whether filters are set; then nothing found offers to clear them. */
  isFiltered?: boolean
  onClearFilters?: () => void
  /** Search and filters, at the left of the bar above. */
  filters?: ReactNode
  /** Counts or buttons at the right of that bar. */
  actions?: ReactNode
  /** Lets rows be chosen for a bulk action; the buttons for it go into `actions`. */
  choice?: { ids: ReadonlySet<string>; onChange: (ids: Set<string>) => void }
  csv?: { path: string; query?: Query; fileName: string }
  /** `fill` takes the height that is left on a page of width "fill"; `natural` is as high as its rows. */
  height?: 'fill' | 'natural'
}

/**
 * The list of everything: virtual rows, sorting, column choice, j/k to move and Enter to open, cards on phones.
 * @example <DataTable id="sources" label="Sources" columns={columns} rows={data?.items} getId={(row) => row.id} empty={…} />
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, getId, onMore, hasMore, height = 'fill', rowTo, onOpen } = props
  const { t } = useTranslation('ui')
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false }) ?? false
  const [chosen, setChosen] = useLocalStorage<Record<string, boolean>>({
    key: `rapport-columns-${props.id}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  })
  const columns = useMemo(
    () => props.columns.filter((column) => column.optional === undefined || (chosen[column.key] ?? column.optional === 'shown')),
    [props.columns, chosen],
  )
  const { choice } = props
  const canChoose = choice !== undefined
  const layout = useMemo(() => layOutColumns(columns, canChoose), [columns, canChoose])
  const scroller = useRef<HTMLDivElement>(null)
  const count = rows?.length ?? 0
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? 68 : 40),
    getItemKey: (index) => (rows ? getId(rows[index] as Row) : index),
    overscan: 12,
  })
  const items = virtualizer.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (hasMore && onMore && lastIndex >= count - 15 && count > 0) onMore()
  }, [hasMore, onMore, lastIndex, count])
  const setCursor = useRowKeys(count, scroller, (index) => virtualizer.scrollToIndex(index))
  const canOpen = rowTo !== undefined || onOpen !== undefined

  let body: ReactNode
  if (props.error && !rows) {
    body = (
      <EmptyState picture="trouble" title={t('table.failed')} action={props.onRetry && <Button variant="default" onClick={props.onRetry}>{t('retry')}</Button>}>
        {describeFailure(props.error)}
      </EmptyState>
    )
  } else if (rows && count === 0) {
    body = props.isFiltered ? (
      <EmptyState picture="search" title={t('table.nothingMatches')} action={props.onClearFilters && <Button variant="default" onClick={props.onClearFilters}>{t('table.clearFilters')}</Button>}>
        {t('table.nothingMatchesHint')}
      </EmptyState>
    ) : (
      props.empty
    )
  } else {
    const RowComponent = isNarrow ? DataTableCard : DataTableRow
    body = (
      <div
        className={classes.table}
        role={isNarrow ? 'list' : 'table'}
        aria-label={props.label}
        aria-busy={!rows}
        {...(isNarrow ? {} : { 'aria-rowcount': hasMore ? -1 : count + 1 })}
        style={{ minWidth: isNarrow ? undefined : layout.minWidth }}
      >
        {!isNarrow && (
          <div role="rowgroup" className={classes.head}>
            <div role="row" className={classes.headRow} aria-rowindex={1} style={{ gridTemplateColumns: layout.template }}>
              {choice && rows && <ChooseAll ids={rows.map(getId)} choice={choice} />}
              {columns.map((column) => (
                <HeaderCell key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
              ))}
            </div>
          </div>
        )}
        {rows ? (
          <div role={isNarrow ? 'presentation' : 'rowgroup'} style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const row = rows[item.index]
              if (row === undefined) return null
              const id = getId(row)
              return (
                <RowComponent
                  key={item.key}
                  row={row}
                  columns={columns}
                  template={layout.template}
                  index={item.index}
                  offset={item.start}
                  measure={virtualizer.measureElement}
                  isSelected={props.selectedId === id}
                  to={rowTo?.(row)}
                  isChosen={choice?.ids.has(id)}
                  onChoose={choice && (() => choice.onChange(toggleChoice(choice.ids, id)))}
                  onOpen={onOpen && (() => { setCursor(item.index); onOpen(row) })}
                />
              )
            })}
          </div>
        ) : (
          <SkeletonRows columns={columns} template={layOutColumns(columns).template} isNarrow={isNarrow} count={height === 'fill' ? 12 : 4} />
        )}
      </div>
    )
  }
  return (
    <div className={classes.frame} data-height={height}>
      {(rows?.length !== 0 || props.isFiltered) && <DataTableToolbar
        filters={props.filters}
        actions={props.actions}
        csv={props.csv}
        columns={isNarrow ? [] : props.columns}
        chosen={chosen}
        onChoose={(key, isShown) => setChosen((previous) => ({ ...previous, [key]: isShown }))}
      />}
      <div className={classes.scroller} ref={scroller} data-can-open={canOpen || undefined}>
        {body}
      </div>
    </div>
  )
}

/** Whether the row was there to take the focus. */
function focusRow(scroller: HTMLElement | null, index: number): boolean {
  const opener = scroller?.querySelector<HTMLElement>(`[data-row-index="${index}"] [data-row-opener]`)
  opener?.focus({ preventScroll: true })
  return opener != null
}

/** j and k walk through the rows; the row's own link or button takes the focus, so Enter opens it. */
function useRowKeys(count: number, scroller: React.RefObject<HTMLDivElement | null>, scrollTo: (index: number) => void) {
  const cursor = useRef(-1)
  const scroll = useRef(scrollTo)
  const [wanted, setWanted] = useState<{ index: number } | null>(null)
  useEffect(() => {
    scroll.current = scrollTo
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== 'j' && event.key !== 'k') || isTyping(event) || count === 0) return
      const focused = document.activeElement?.closest('[data-row-index]')
      if (focused && scroller.current?.contains(focused)) cursor.current = Number(focused.getAttribute('data-row-index'))
      cursor.current = Math.max(0, Math.min(count - 1, cursor.current + (event.key === 'j' ? 1 : -1)))
      scroll.current(cursor.current)
      // A row that is not drawn yet takes the focus after the next rendering.
      if (!focusRow(scroller.current, cursor.current)) setWanted({ index: cursor.current })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [count, scroller])
  useEffect(() => {
    if (!wanted) return
    const frame = requestAnimationFrame(() => void focusRow(scroller.current, wanted.index))
    return () => cancelAnimationFrame(frame)
  }, [wanted, scroller])
  return (index: number) => {
    cursor.current = index
  }
}
