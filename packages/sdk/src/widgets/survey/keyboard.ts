/** Numbers choose on scales; Enter goes on, also from a title or a choice. */

const tenWithinMs = 900
let lastDigitAt = 0
let lastDigit = ''

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && !/radio|checkbox/.test(target.type))

/** The value on a scale that the keys stand for: a 0 after a 1, or where there is no 0, is a 10. */
export function readDigit(digit: string, isAfterOne: boolean, [from, to]: readonly [number, number]): number | undefined {
  const value = digit === '0' && (isAfterOne || from > 0) ? 10 : Number(digit)
  return value >= from && value <= to ? value : undefined
}

/** What a key that was pressed within `root` means. `scale`: of the question that is shown, if it is answered on one. */
export function handleKey(root: HTMLElement, event: KeyboardEvent, scale: readonly [number, number] | undefined, choose: (value: number) => void): void {
  const target = event.composedPath()[0] ?? null
  if (event.key === 'Enter' && !event.isComposing) {
    const isMultiLine = target instanceof HTMLTextAreaElement && !(event.ctrlKey || event.metaKey)
    if (isMultiLine || target instanceof HTMLButtonElement || (target instanceof HTMLInputElement && target.type === 'file')) return
    event.preventDefault()
    root.querySelector('form')?.requestSubmit()
    return
  }
  if (!scale || isWriting(target) || event.ctrlKey || event.metaKey || event.altKey || !/^\d$/.test(event.key)) return
  const isAfterOne = lastDigit === '1' && event.timeStamp - lastDigitAt < tenWithinMs
  const value = readDigit(event.key, isAfterOne, scale)
  lastDigit = event.key
  lastDigitAt = event.timeStamp
  if (value === undefined) return
  event.preventDefault()
  choose(value)
  root.querySelector<HTMLElement>(`input[value="${value}"]`)?.focus()
}
