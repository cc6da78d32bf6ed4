/** Uncaught errors and unhandled rejections of the page: each once, and not without end. */

export interface PageError {
  message: string
  /** Address of the script; '' if unknown. */
  source: string
  line: number | null
  stack: string
}

export interface ErrorWatch {
  /** A new page view: the same error may be reported again. */
  startView(): void
}

const maxErrorsPerView = 10
const maxStackLength = 2000
const maxMessageLength = 500

export function watchErrors(onError: (error: PageError) => void): ErrorWatch {
  let reported = new Set<string>()

  function report(thrown: unknown, message: string, source: string, line: number | null): void {
    const error: PageError = {
      message: message.slice(0, maxMessageLength),
      source,
      line,
      stack: String((thrown as Error | null)?.stack ?? '').slice(0, maxStackLength),
    }
    const key = `${error.message}|${source}|${line}`
    if (reported.size >= maxErrorsPerView || reported.has(key)) return
    reported.add(key)
    onError(error)
  }

  addEventListener('error', (event) => {
    report(event.error, event.message, event.filename ?? '', event.lineno || null)
  })
  addEventListener('unhandledrejection', ({ reason }) => {
    report(reason, describe(reason), '', null)
  })

  return {
    startView() {
      reported = new Set()
    },
  }
}

function describe(reason: unknown): string {
  try {
    return String((reason as Error | null)?.message ?? reason)
  } catch {
    return 'Unhandled rejection'
  }
}
