import { ActionIcon, Button, Checkbox, Popover, Stack, TextInput, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconColumns3, IconDownload } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, describeFailure } from '../app/api.ts'
import type { Column, DataTableProps } from './data-table.tsx'
import classes from './data-table.module.css'

/** From here on the column chooser can be searched. */
const manyColumns = 12

interface ToolbarProps<Row> {
  filters: ReactNode
  actions: ReactNode
  csv: DataTableProps<Row>['csv']
  columns: Column<Row>[]
  chosen: Record<string, boolean>
  onChoose: (key: string, isShown: boolean) => void
}

/** The bar above a table: filters at the left; counts, export and columns at the right. */
export function DataTableToolbar<Row>({ filters, actions, csv, columns, chosen, onChoose }: ToolbarProps<Row>) {
  const { t } = useTranslation('ui')
  const [wanted, setWanted] = useState('')
  const optional = columns.filter((column) => column.optional !== undefined)
  const found = optional.filter((column) => column.header.toLowerCase().includes(wanted.trim().toLowerCase()))
  if (!filters && !actions && !csv && optional.length === 0) return null
  return (
    <div className={classes.toolbar}>
      <div className={classes.filters}>{filters}</div>
      <div className={classes.actions}>
        {actions}
        {csv && <CsvButton csv={csv} />}
        {optional.length > 0 && (
          <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
            <Popover.Target>
              <Tooltip label={t('table.columns')}>
                <ActionIcon aria-label={t('table.columns')}>
                  <IconColumns3 size={18} />
                </ActionIcon>
              </Tooltip>
            </Popover.Target>
            <Popover.Dropdown>
              {optional.length > manyColumns && (
                <TextInput mb="xs" aria-label={t('table.findColumn')} placeholder={t('table.findColumn')} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
              )}
              <Stack gap="xs" className={classes.chooseList}>
                {found.map((column) => (
                  <Checkbox
                    key={column.key}
                    size="sm"
                    label={column.header}
                    checked={chosen[column.key] ?? column.optional === 'shown'}
                    onChange={(event) => onChoose(column.key, event.currentTarget.checked)}
                  />
                ))}
              </Stack>
            </Popover.Dropdown>
          </Popover>
        )}
      </div>
    </div>
  )
}

function CsvButton({ csv }: { csv: NonNullable<DataTableProps<unknown>['csv']> }) {
  const { t } = useTranslation('ui')
  const [isBusy, setIsBusy] = useState(false)
  const download = async () => {
    setIsBusy(true)
    try {
      await api.download(csv.path, csv.fileName, csv.query ? { query: csv.query } : {})
    } catch (cause) {
      notifications.show({ color: 'red', title: t('table.exportFailed'), message: describeFailure(cause) })
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Button variant="subtle" color="gray" leftSection={<IconDownload size={16} aria-hidden />} loading={isBusy} onClick={() => void download()}>
      {t('table.exportCsv')}
    </Button>
  )
}
