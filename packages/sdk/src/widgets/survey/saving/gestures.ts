/** Counts what only people do: presses of keys, pointers and touches that the browser vouches for. Scanners and scripts make none. */

export interface Gestures {
  count(): number
  /** Calls back at the first one, at once if it was already. */
  onFirst(callback: () => void): void
}

export function countGestures(target: EventTarget): Gestures {
  let count = 0
  const waiting: (() => void)[] = []

  function notice(event: Event): void {
    // Assistive technology clicks without a pointer; other clicks were counted when they began.
    if (!event.isTrusted || (event.type === 'click' && (event as MouseEvent).detail > 0)) return
    count++
    for (const callback of waiting.splice(0)) callback()
  }

  for (const type of ['pointerdown', 'keydown', 'touchstart', 'click']) {
    target.addEventListener(type, notice, { capture: true, passive: true })
  }
  return {
    count: () => count,
    onFirst(callback) {
      if (count > 0) callback()
      else waiting.push(callback)
    },
  }
}
