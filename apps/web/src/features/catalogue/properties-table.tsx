import { Button, Switch } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PropertyEntry } from '@contract/catalogue/catalogue.contract.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { DescriptionDialog } from './description-dialog.tsx'
import type { PropertyChange } from './catalogue-requests.ts'
import classes from './catalogue.module.css'

interface PropertiesTableProps {
  id: string
  label: string
  entries: PropertyEntry[] | undefined
  /** What is said where there are none. */
  empty: string
  onChange: ((name: string, change: PropertyChange) => void) | undefined
  filters?: React.ReactNode
  height?: 'fill' | 'natural'
  error?: unknown
  onRetry?: () => void
  isFiltered?: boolean
  onClearFilters?: () => void
}

/** Properties or traits: what they hold, examples, what they mean, and whether they are kept. */
export function PropertiesTable({ id, label, entries, empty, onChange, height = 'natural', ...list }: PropertiesTableProps) {
  const { t } = useTranslation('catalogue')
  const [described, setDescribed] = useState<PropertyEntry | null>(null)
  const [blocking, setBlocking] = useState<PropertyEntry | null>(null)
  const columns = useMemo(
    (): Column<PropertyEntry>[] => [
      {
        key: 'name', header: t('column.name'), width: 160, grow: 1,
        render: (entry) => <span className={classes.name}>{entry.name} {entry.isBlocked && <Tag tone="bad">{t('mark.blocked')}</Tag>}</span>,
      },
      { key: 'types', header: t('property.types'), width: 120, card: 'detail', render: (entry) => <span {...(entry.types.length > 1 ? { className: classes.mixed, title: t('property.mixed') } : {})}>{entry.types.map((type) => t(`type.${type}`)).join(', ')}</span> },
      { key: 'examples', header: t('property.examples'), width: 180, grow: 2, card: 'detail', render: (entry) => <span title={entry.examples.join('\n')}>{entry.examples.join(' · ') || '–'}</span> },
      {
        key: 'description', header: t('column.description'), width: 160, grow: 2, card: 'hidden',
        render: (entry) =>
          onChange ? (
            <button type="button" className={classes.cellButton} aria-label={`${entry.description || t('describe')}: ${entry.name}`} onClick={() => setDescribed(entry)}>
              {entry.description || <span className={classes.quiet}>{t('describe')}</span>}
            </button>
          ) : (
            entry.description || <span className={classes.quiet}>–</span>
          ),
      },
      { key: 'lastSeen', header: t('column.lastSeen'), width: 110, card: 'hidden', render: (entry) => <Time value={entry.lastSeenAt} /> },
      ...(onChange
        ? [
            {
              key: 'kept', header: t('property.kept'), width: 56, align: 'right' as const, card: 'end' as const,
              render: (entry: PropertyEntry) => (
                <span className={classes.switch}>
                  <Switch
                    size="xs"
                    checked={!entry.isBlocked}
                    onChange={(event) => (event.currentTarget.checked ? onChange(entry.name, { isBlocked: false }) : setBlocking(entry))}
                    aria-label={t('property.keepNamed', { name: entry.name })}
                  />
                </span>
              ),
            },
          ]
        : []),
    ],
    [t, onChange],
  )
  return (
    <>
      <DataTable
        id={id}
        label={label}
        columns={columns}
        rows={entries}
        getId={(entry) => entry.name}
        height={height}
        empty={<EmptyState picture="catalogue" title={empty} action={list.isFiltered && <Button variant="default" onClick={list.onClearFilters}>{t('property.clear')}</Button>} />}
        {...list}
      />
      <DescriptionDialog
        entry={described}
        onSave={(description) => described && onChange?.(described.name, { description })}
        onClose={() => setDescribed(null)}
      />
      <Confirm
        isOpen={blocking !== null}
        title={t('property.blockTitle', { name: blocking?.name ?? '' })}
        verb={t('property.block')}
        onConfirm={() => {
          if (blocking) onChange?.(blocking.name, { isBlocked: true })
          return Promise.resolve()
        }}
        onClose={() => setBlocking(null)}
      >
        {t('property.blockHappens')}
      </Confirm>
    </>
  )
}
