import { Combobox, useCombobox } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './controls.module.css'
import { filterOptions, groupOptions, type PickerOption } from './picker-options.ts'

interface PickerProps {
  /** What is chosen here, for screen readers. */
  label: string
  value: string
  options: PickerOption[]
  onChange: (value: string) => void
  /** How a value is called that is not among the options. */
  valueLabel?: string
  placeholder?: string
  isSearchable?: boolean
  /** What may be chosen of a text that was typed. */
  listTyped?: (text: string) => PickerOption[]
  /** Tells what is typed, where the server searches. */
  onSearch?: (text: string) => void
  isLoading?: boolean
}

/** A word of a sentence that opens a list: a short choice, or a search with room for what was never seen. */
export function Picker({ label, value, options, onChange, valueLabel, placeholder, isSearchable = false, listTyped, onSearch, isLoading = false }: PickerProps) {
  const { t } = useTranslation('segments')
  const [search, setSearch] = useState('')
  const hasSearch = isSearchable || listTyped !== undefined
  const combobox = useCombobox({
    onDropdownOpen: () => {
      if (hasSearch) combobox.focusSearchInput()
      else combobox.selectActiveOption()
    },
    onDropdownClose: (source) => {
      combobox.resetSelectedOption()
      changeSearch('')
      if (source === 'keyboard') combobox.focusTarget()
    },
  })
  const changeSearch = (text: string) => {
    setSearch(text)
    onSearch?.(text.trim())
  }
  const shown = filterOptions(options, search)
  const typed = search.trim() && listTyped ? listTyped(search.trim()).filter((option) => !options.some((known) => known.value === option.value)) : []
  // Enter takes the first that is found, which is marked as soon as it is shown.
  const isTyping = useRef(false)
  useEffect(() => {
    if (!isTyping.current) return
    isTyping.current = false
    combobox.selectFirstOption()
  })
  const text = options.find((option) => option.value === value)?.label ?? valueLabel ?? value
  return (
    <Combobox
      store={combobox}
      position="bottom-start"
      width="max-content"
      shadow="md"
      onOptionSubmit={(chosen) => {
        onChange(chosen)
        combobox.closeDropdown()
        combobox.focusTarget()
      }}
    >
      <Combobox.Target targetType="button" withExpandedAttribute>
        {/* A combobox without a field: its text is its value. */}
        <button
          type="button"
          role="combobox"
          className={classes.pill}
          data-missing={value === '' || undefined}
          aria-label={label}
          aria-expanded={combobox.dropdownOpened}
          aria-controls={combobox.listId ?? undefined}
          onClick={() => combobox.toggleDropdown()}
        >
          <span className={classes.pillText}>{text || placeholder}</span>
          <Combobox.Chevron size="xs" />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown}>
        {hasSearch && (
          <Combobox.Search
            role="combobox"
            aria-expanded
            aria-controls={combobox.listId ?? undefined}
            aria-label={t('builder.picker.search', { label })}
            placeholder={t(listTyped ? 'builder.picker.searchOrType' : 'builder.picker.searchOnly')}
            value={search}
            onChange={(event) => {
              changeSearch(event.currentTarget.value)
              isTyping.current = true
            }}
          />
        )}
        <Combobox.Options mah={300} style={{ overflowY: 'auto' }} aria-label={label}>
          <OptionList options={shown} value={value} />
          {typed.length > 0 && <OptionList options={typed} value={value} />}
          {shown.length + typed.length === 0 && <Combobox.Empty>{t(isLoading ? 'builder.picker.loading' : listTyped ? 'builder.picker.type' : 'builder.picker.nothing')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function OptionList({ options, value }: { options: PickerOption[]; value: string }) {
  return groupOptions(options).map(({ group, options: members }) => {
    const lines = members.map((option) => (
      <Combobox.Option key={option.value} value={option.value} active={option.value === value} aria-selected={option.value === value}>
        <span className={classes.option}>
          <span>{option.label}</span>
          {option.hint && <span className={`${classes.hint} numbers`}>{option.hint}</span>}
        </span>
      </Combobox.Option>
    ))
    return group ? <Combobox.Group key={group} label={group}>{lines}</Combobox.Group> : lines
  })
}
