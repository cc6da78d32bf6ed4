import { ActionIcon, Menu } from '@mantine/core'
import { IconCopy, IconDots, IconDownload, IconPencil, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Segment } from '@contract/segments/segments.contract.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { useDuplicateSegment, useExportMembers } from './use-segment-changes.ts'

interface SegmentMenuProps {
  segment: Segment
  onDelete: () => void
  /** As high as the buttons beside it; otherwise as small as a row. */
  isInHead?: boolean
}

const headSize = { width: 'var(--control-height)', minWidth: 0, height: 'var(--control-height)', minHeight: 0 }

/** What can be done with a segment. */
export function SegmentMenu({ segment, onDelete, isInHead = false }: SegmentMenuProps) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const canWrite = useCan('segments:write')
  const duplicate = useDuplicateSegment()
  const exportMembers = useExportMembers()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon {...(isInHead ? { variant: 'default', style: headSize } : { size: 28 })} aria-label={t('menu.more', { name: segment.name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {canWrite && <Menu.Item component={Link} to={toPath(`/segments/${segment.id}/edit`)} leftSection={<IconPencil size={16} />}>{t('menu.edit')}</Menu.Item>}
        {canWrite && <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => duplicate.mutate(segment)}>{t('menu.duplicate')}</Menu.Item>}
        <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => exportMembers.mutate(segment)}>{t('menu.export')}</Menu.Item>
        {canWrite && <Menu.Item c="var(--bad)" leftSection={<IconTrash size={16} />} onClick={onDelete}>{t('menu.delete')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
