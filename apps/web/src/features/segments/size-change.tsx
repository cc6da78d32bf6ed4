import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../ui/format.ts'

/** How many more or fewer people than a week ago. Growing is neither good nor bad, so it has no colour. */
export function SizeChange({ now, before }: { now: number; before: number | null }) {
  const { t } = useTranslation('segments')
  if (before === null) return null
  const text = now === before ? '±0' : formatNumber(now - before, { signDisplay: 'always' })
  return (
    <Tooltip label={t('change.before', { n: formatNumber(before) })}>
      <span className="numbers">{text}</span>
    </Tooltip>
  )
}
