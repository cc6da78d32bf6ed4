import { Skeleton as MantineSkeleton } from '@mantine/core'

/** The grey shape of something that is on its way. */
export function Skeleton({ width, height = 14 }: { width?: number | string; height?: number }) {
  return <MantineSkeleton width={width ?? '100%'} height={height} radius="sm" display="inline-block" />
}

const widths = ['72%', '56%', '64%', '48%', '60%']

/** Several lines of text to come. */
export function TextSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} style={{ padding: '6px 0' }}>
          <Skeleton width={widths[index % widths.length]} />
        </div>
      ))}
    </div>
  )
}
