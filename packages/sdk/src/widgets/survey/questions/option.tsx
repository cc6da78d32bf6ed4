/** A choice as a line to press, and the field of those who answer something else. */
import { h, type Content as Drawing } from '../../render.ts'
import type { Say } from '../words.ts'

interface OptionProps {
  type: 'radio' | 'checkbox'
  name: string
  label: string
  isChosen: boolean
  choose(): void
  picture?: Drawing
}

export function Option({ type, name, label, isChosen, choose, picture }: OptionProps) {
  return (
    <label class={picture ? 'option pictured' : 'option'}>
      <input type={type} name={name} checked={isChosen} onChange={choose} />
      <span class="box">
        {picture}
        <span class={`mark ${type}`} />
        <span class="text">{label}</span>
      </span>
    </label>
  )
}

export function OtherField({ say, value, write }: { say: Say; value: string; write(text: string): void }) {
  const label = say('otherPlaceholder')
  return (
    <input
      class="field"
      type="text"
      maxLength={500}
      aria-label={label}
      placeholder={label}
      value={value}
      onInput={({ currentTarget }) => write(currentTarget.value)}
    />
  )
}
