import { Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../../../app/session.ts'
import { formatDateTime } from '../../../ui/format.ts'
import type { Trait } from '../people-requests.ts'
import { describeValue, labelTrait } from '../trait-value.ts'
import classes from './side.module.css'

/** One trait; when it was set shows on hover and focus. */
export function TraitRow({ trait, onEdit }: { trait: Trait; onEdit: (() => void) | undefined }) {
  const { t } = useTranslation('people')
  const { timezone } = useWorkspace()
  const label = labelTrait(trait.name)
  const text = describeValue(trait.value, timezone)
  const hint = t('traits.setAt', { name: trait.name, time: formatDateTime(trait.setAt, timezone) })
  return (
    <div className={classes.pair}>
      <dt className="truncate" title={trait.name}>{label}</dt>
      <dd>
        {onEdit ? (
          <Tooltip label={hint} openDelay={600}>
            <button type="button" className={classes.value} aria-label={t('traits.edit', { name: label, value: text })} onClick={onEdit}>
              <span className={classes.valueText}>{text}</span>
              <IconPencil size={13} aria-hidden className={classes.pencil} />
            </button>
          </Tooltip>
        ) : (
          <Tooltip label={hint}>
            <span className={classes.valueText}>{text}</span>
          </Tooltip>
        )}
      </dd>
    </div>
  )
}
