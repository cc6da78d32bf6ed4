import type { TFunction } from 'i18next'
import type { SegmentRow } from '@contract/segments/segments.contract.ts'
import type { Column } from '../../ui/data-table.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Time } from '../../ui/time.tsx'
import { SegmentMenu } from './segment-menu.tsx'
import { FillStatus } from './segment-status.tsx'
import { SizeChange } from './size-change.tsx'
import { Sparkline } from './sparkline.tsx'

/** The columns of the list of segments. */
export function listSegmentColumns(t: TFunction<'segments'>, onDelete: (segment: SegmentRow) => void): Column<SegmentRow>[] {
  return [
    { key: 'name', header: t('column.name'), width: 200, grow: 3, sort: 'name', render: (segment) => segment.name },
    { key: 'kind', header: t('column.kind'), width: 60, optional: 'shown', render: (segment) => t(`kind.${segment.kind}`) },
    { key: 'size', header: t('column.size'), width: 76, align: 'right', sort: 'size', card: 'end', render: (segment) => formatNumber(segment.size) },
    { key: 'change', header: t('column.change'), width: 72, align: 'right', optional: 'shown', card: 'hidden', render: (segment) => <SizeChange now={segment.size} before={segment.sizeBefore} /> },
    {
      key: 'trend', header: t('column.trend'), width: 100, optional: 'shown', card: 'hidden',
      render: (segment) => <Sparkline label={t('list.trend', { name: segment.name, sizes: segment.sizes.join(', ') })} values={segment.sizes} />,
    },
    { key: 'status', header: t('column.status'), width: 124, render: (segment) => <FillStatus name={segment.name} status={segment.status} progress={segment.progress} /> },
    { key: 'updated', header: t('column.updated'), width: 110, sort: 'updated', optional: 'shown', render: (segment) => <Time value={segment.updatedAt} /> },
    { key: 'createdBy', header: t('column.createdBy'), width: 120, grow: 1, optional: 'shown', card: 'hidden', render: (segment) => segment.createdBy },
    { key: 'actions', header: t('column.actions'), isHeaderHidden: true, width: 36, align: 'right', render: (segment) => <SegmentMenu segment={segment} onDelete={() => onDelete(segment)} /> },
  ]
}
