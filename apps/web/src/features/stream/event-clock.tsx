import { Tooltip } from '@mantine/core'
import { findDateFormat, formatDateTime } from '../../ui/format.ts'
import { Time, useNow } from '../../ui/time.tsx'

const dayMilliseconds = 86_400_000

/** Hours to seconds, as a stream is read; what is older than a day as "2 days ago". */
export function EventClock({ value, timezone }: { value: string; timezone: string }) {
  const now = useNow()
  if (now - Date.parse(value) > dayMilliseconds) return <Time value={value} />
  return (
    <Tooltip label={formatDateTime(value, timezone)}>
      <time dateTime={value}>{findDateFormat('en-GB', { timeStyle: 'medium', timeZone: timezone }).format(new Date(value))}</time>
    </Tooltip>
  )
}
