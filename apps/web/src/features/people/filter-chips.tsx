import { Button, Group, Pill } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface FilterChipsProps {
  chips: Array<{ name: string; text: string }>
  onRemove: (name: string) => void
  onClear: () => void
}

/** A chip for every filter that is set; each can be taken away. */
export function FilterChips({ chips, onRemove, onClear }: FilterChipsProps) {
  const { t } = useTranslation('people')
  if (chips.length === 0) return null
  return (
    <Group gap={6}>
      {chips.map((chip) => (
        <Pill
          key={chip.name}
          size="md"
          withRemoveButton
          onRemove={() => onRemove(chip.name)}
          removeButtonProps={{ 'aria-label': t('filter.remove', { filter: chip.text }), 'aria-hidden': false, tabIndex: 0 }}
        >
          {chip.text}
        </Pill>
      ))}
      {chips.length > 1 && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onClear}>{t('filter.clear')}</Button>
      )}
    </Group>
  )
}
