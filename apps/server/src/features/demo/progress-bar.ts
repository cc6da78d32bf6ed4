// How far the demo has come: a bar that redraws itself in a terminal, plain lines elsewhere.
import type { DemoProgress, LoadDemoResult } from './load-demo.ts'

/** What is needed of `process.stdout`. */
export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number }

export type ProgressBar = { update(progress: DemoProgress): void; finish(result: Pick<LoadDemoResult, 'events' | 'seconds' | 'people'>): void }

const redrawEverySeconds = 0.1
const numbers = new Intl.NumberFormat('en-GB')

export function createProgressBar(output: Output): ProgressBar {
  let drawnAt = -Infinity
  let nextTenth = 1
  return {
    update(progress) {
      const share = Math.min(1, Math.max(0, progress.share))
      if (!output.isTTY) {
        if (share * 10 < nextTenth) return
        nextTenth = Math.floor(share * 10) + 1
        output.write(`Demo brand: ${formatProgress(progress, share)}\n`)
        return
      }
      if (progress.seconds - drawnAt < redrawEverySeconds) return
      drawnAt = progress.seconds
      const text = formatProgress(progress, share)
      const width = Math.max(10, Math.min(40, (output.columns ?? 80) - text.length - 4))
      const filled = Math.round(width * share)
      output.write(`\r\u001b[K${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${text}`)
    },
    finish(result) {
      const start = output.isTTY ? '\r\u001b[K' : ''
      const speed = numbers.format(Math.round(result.events / Math.max(0.001, result.seconds)))
      output.write(
        `${start}Demo brand loaded: ${numbers.format(result.people)} people, ${numbers.format(result.events)} events in ${result.seconds.toFixed(1)} s (${speed}/s).\n`,
      )
    },
  }
}

function formatProgress(progress: DemoProgress, share: number): string {
  const speed = Math.round(progress.events / Math.max(0.001, progress.seconds))
  const left = share > 0.03 ? `, about ${Math.ceil((progress.seconds / share) * (1 - share))} s left` : ''
  return `${Math.floor(share * 100)} %, ${numbers.format(progress.events)} events, ${numbers.format(speed)}/s${left}`
}
