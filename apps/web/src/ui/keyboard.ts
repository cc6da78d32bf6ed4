/** Whether keys belong to whatever has the focus (a field, an open dialog), so that shortcuts must keep still. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return true
  const target = event.target as HTMLElement | null
  if (!target) return false
  if (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) return true
  return target.closest('[role="menu"],[role="listbox"],[role="dialog"]:not([data-side-panel])') !== null
}
