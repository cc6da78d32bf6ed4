/**
 * The Core Web Vitals and two of their companions, measured as https://web.dev/articles/vitals
 * defines them: LCP, CLS (largest session window), INP (98th percentile), FCP and TTFB.
 */

export interface WebVitals {
  lcpMs?: number
  /** A score without a unit. */
  cls?: number
  inpMs?: number
  fcpMs?: number
  ttfbMs?: number
}

export interface WebVitalsObserver {
  /** What was measured since the last call, or null if nothing was. */
  take(): WebVitals | null
  /** A new page view in the same document: layout shifts and interactions are counted afresh. */
  startView(): void
}

interface LayoutShift extends PerformanceEntry {
  value: number
  hadRecentInput: boolean
}

interface InteractionTiming extends PerformanceEntry {
  interactionId?: number
}

/** Shifts closer than a second, within at most five seconds, form one window; the worst one counts. */
export function createShiftMeter(): { add(shift: LayoutShift): void; worst(): number } {
  let worst = 0
  let windowSum = 0
  let firstMs = 0
  let lastMs = -Infinity
  return {
    add(shift) {
      if (shift.hadRecentInput) return
      if (shift.startTime - lastMs >= 1000 || shift.startTime - firstMs >= 5000) {
        windowSum = 0
        firstMs = shift.startTime
      }
      lastMs = shift.startTime
      windowSum += shift.value
      worst = Math.max(worst, windowSum)
    },
    worst: () => worst,
  }
}

/** Keeps the ten slowest interactions; one of every fifty may be an outlier and is passed over. */
export function createInteractionMeter(): { add(entry: InteractionTiming): void; slow(): number | undefined } {
  const longest = new Map<number, number>()
  let firstId = Infinity
  let lastId = 0
  return {
    add({ interactionId, duration }) {
      if (!interactionId) return
      firstId = Math.min(firstId, interactionId)
      lastId = Math.max(lastId, interactionId)
      longest.set(interactionId, Math.max(duration, longest.get(interactionId) ?? 0))
      if (longest.size <= 10) return
      const [shortest] = [...longest].reduce((least, each) => (each[1] < least[1] ? each : least))
      longest.delete(shortest)
    },
    slow() {
      const durations = [...longest.values()].sort((a, b) => b - a)
      // Browsers number interactions in steps of 7; the fast ones are reported to nobody.
      const count = (lastId - firstId) / 7 + 1
      return durations[Math.min(durations.length - 1, Math.floor(count / 50))]
    },
  }
}

export function observeWebVitals(): WebVitalsObserver {
  let vitals: WebVitals = {}
  let shifts = createShiftMeter()
  let interactions = createInteractionMeter()
  let hasTaken = false
  const canMeasureShifts = supports('layout-shift')
  // A page that loads in the background paints when it is looked at, which says nothing about it.
  const wasHidden = document.visibilityState === 'hidden'
  const pullers: (() => void)[] = []
  /** Since the visitor came: a page may have been prerendered before. */
  const toVisitMs = (atMs: number) => Math.max(0, Math.round(atMs - (readNavigation()?.activationStart ?? 0)))

  function observe<T extends PerformanceEntry>(type: string, onEntry: (entry: T) => void): void {
    if (!supports(type)) return
    const handle = (entries: PerformanceEntryList) => (entries as T[]).forEach(onEntry)
    const observer = new PerformanceObserver((list) => handle(list.getEntries()))
    const init = { type, buffered: true, durationThreshold: 40 }
    observer.observe(init as PerformanceObserverInit)
    pullers.push(() => handle(observer.takeRecords()))
  }

  if (!wasHidden) {
    observe('largest-contentful-paint', (entry) => {
      vitals.lcpMs = toVisitMs(entry.startTime)
    })
    observe('paint', (entry) => {
      if (entry.name === 'first-contentful-paint') vitals.fcpMs = toVisitMs(entry.startTime)
    })
  }
  observe<LayoutShift>('layout-shift', (entry) => shifts.add(entry))
  observe<InteractionTiming>('event', (entry) => interactions.add(entry))
  observe<InteractionTiming>('first-input', (entry) => interactions.add(entry))

  let isFirstView = true

  return {
    take() {
      if (hasTaken) return null
      for (const pull of pullers) pull()
      const responseMs = isFirstView ? readNavigation()?.responseStart : 0
      if (responseMs) vitals.ttfbMs = toVisitMs(responseMs)
      const inpMs = interactions.slow()
      if (inpMs !== undefined) vitals.inpMs = Math.round(inpMs)
      const worstShift = shifts.worst()
      if (canMeasureShifts && (isFirstView || worstShift)) {
        vitals.cls = Math.round(worstShift * 10_000) / 10_000
      }
      hasTaken = true
      return Object.keys(vitals).length ? vitals : null
    },
    startView() {
      for (const pull of pullers) pull()
      isFirstView = false
      hasTaken = false
      vitals = {}
      shifts = createShiftMeter()
      interactions = createInteractionMeter()
    },
  }
}

function supports(type: string): boolean {
  return globalThis.PerformanceObserver?.supportedEntryTypes?.includes(type) ?? false
}

function readNavigation(): (PerformanceNavigationTiming & { activationStart?: number }) | undefined {
  return performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined
}
