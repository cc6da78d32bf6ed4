import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../../ui/avatar.tsx'
import { peopleSearchQuery, personNameQuery } from './decision-requests.ts'
import classes from './decisions.module.css'

interface PersonPickerProps {
  label: string
  isLabelHidden?: boolean
  placeholder: string
  /** Id of the profile; empty for nobody. */
  value: string
  onChange: (id: string) => void
}

/** Finds somebody by name, e-mail or id. The server searches. */
export function PersonPicker({ label, isLabelHidden = false, placeholder, value, onChange }: PersonPickerProps) {
  const { t } = useTranslation('surveys')
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search.trim(), 200)
  const { data: people = [] } = useQuery(peopleSearchQuery(settled))
  const { data: chosenName } = useQuery({ ...personNameQuery(value), enabled: value !== '' })
  const found = people.map(({ id, name }) => ({ value: id, label: name }))
  const options = value && !found.some((option) => option.value === value) ? [{ value, label: chosenName ?? '…' }, ...found] : found
  const details = new Map(people.map((person) => [person.id, person]))
  return (
    <Select
      {...(isLabelHidden ? { 'aria-label': label } : { label })}
      placeholder={placeholder}
      searchable
      clearable
      data={options}
      filter={({ options: all }) => all}
      onSearchChange={(text) => setSearch(options.some((option) => option.label === text) ? '' : text)}
      nothingFoundMessage={t('decisions.now.nobody')}
      value={value || null}
      onChange={(id) => onChange(id ?? '')}
      renderOption={({ option }) => {
        const person = details.get(option.value)
        return (
          <span className={classes.person}>
            <Avatar id={option.value} name={person?.isIdentified === false ? '' : option.label} sizePixels={24} />
            <span className={classes.names}>
              <span className="truncate">{option.label}</span>
              {person?.email && person.email !== option.label && <span className={`${classes.quiet} truncate`}>{person.email}</span>}
            </span>
          </span>
        )
      }}
    />
  )
}
