import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface SearchInputProps {
  label: string
  value: string
  onChange: (value: string) => void
}

/** A search box that waits until typing pauses; `/` jumps into it. */
export function SearchInput({ label, value, onChange }: SearchInputProps) {
  const { t } = useTranslation('ui')
  const [text, setText] = useState(value)
  const [sent, setSent] = useState(value)
  const [previous, setPrevious] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  // The address may change by the back button, too.
  if (value !== previous) {
    setPrevious(value)
    if (value !== sent) {
      setSent(value)
      setText(value)
    }
  }
  useEffect(() => () => {
    if (timer.current) clearTimeout(timer.current)
  }, [])
  const change = (next: string, delayMilliseconds: number) => {
    setText(next)
    if (timer.current) clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setSent(next)
      onChange(next)
    }, delayMilliseconds)
  }
  return (
    <TextInput
      ref={input}
      aria-label={label}
      placeholder={label}
      type="search"
      data-page-search
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={text ? <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => change('', 0)} /> : undefined}
      value={text}
      onChange={(event) => change(event.currentTarget.value, 200)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text) {
          event.preventDefault()
          change('', 0)
        }
      }}
      styles={{ root: { minWidth: 0, maxWidth: 320, flex: '1 1 200px' } }}
    />
  )
}
