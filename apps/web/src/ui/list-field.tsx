import { TagsInput } from '@mantine/core'

interface ListFieldProps {
  label: string
  description?: string | undefined
  error?: string | undefined
  placeholder?: string | undefined
  suggestions?: readonly string[]
  withAsterisk?: boolean
  /** Whether entries may contain spaces, as event names do. */
  hasSpaces?: boolean
  value: string[]
  onChange: (value: string[]) => void
}

/** A list of texts: Enter or a comma ends each. */
export function ListField({ suggestions = [], value, placeholder, hasSpaces = false, ...input }: ListFieldProps) {
  return <TagsInput {...input} data={[...suggestions]} value={value} placeholder={value.length === 0 ? placeholder : undefined} splitChars={hasSpaces ? [','] : [',', ' ']} acceptValueOnBlur clearable />
}
