// What a list of choices shows: found by what is typed, under its headings.

export interface PickerOption {
  value: string
  label: string
  /** A quieter remark at the right, e.g. how often it was seen. */
  hint?: string
  /** The heading it stands under; options of one group follow each other. */
  group?: string
}

/** More than this nobody reads: typing narrows it. */
const mostShown = 100

/** What holds the text, what is it exactly first. What the server found for an earlier text is narrowed, too. */
export function filterOptions(options: PickerOption[], search: string): PickerOption[] {
  const wanted = search.trim().toLowerCase()
  if (!wanted) return options.slice(0, mostShown)
  const found = options.filter((option) => `${option.label} ${option.value}`.toLowerCase().includes(wanted))
  const isExact = (option: PickerOption) => option.label.toLowerCase() === wanted || option.value.toLowerCase() === wanted
  return [...found.filter(isExact), ...found.filter((option) => !isExact(option))].slice(0, mostShown)
}

/** Puts options that follow each other under one heading. */
export function groupOptions(options: PickerOption[]): Array<{ group: string; options: PickerOption[] }> {
  const groups: Array<{ group: string; options: PickerOption[] }> = []
  for (const option of options) {
    const last = groups.at(-1)
    if (last && last.group === (option.group ?? '')) last.options.push(option)
    else groups.push({ group: option.group ?? '', options: [option] })
  }
  return groups
}
