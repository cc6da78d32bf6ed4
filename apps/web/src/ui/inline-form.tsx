import { useEffect, useRef, type ReactNode } from 'react'

interface InlineFormProps {
  onSubmit: () => void
  onCancel: () => void
  children: ReactNode
}

/** A small form where the value stands: its first field has the focus, Ctrl-Enter sends it, Esc leaves everything as it was. */
export function InlineForm({ onSubmit, onCancel, children }: InlineFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const cancel = useRef(onCancel)
  useEffect(() => {
    cancel.current = onCancel
  })
  useEffect(() => {
    const element = form.current
    element?.querySelector<HTMLElement>('input, textarea')?.focus()
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        event.preventDefault()
        cancel.current()
      } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) element?.requestSubmit()
    }
    element?.addEventListener('keydown', onKey)
    return () => element?.removeEventListener('keydown', onKey)
  }, [])
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
    </form>
  )
}
