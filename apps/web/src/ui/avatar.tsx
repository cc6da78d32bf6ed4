import { useMemo } from 'react'
import classes from './avatar.module.css'

interface AvatarProps {
  /** What the picture is made from; the same id always looks the same. */
  id: string
  /** Gives the initials; without it a pattern is drawn. */
  name?: string
  sizePixels?: number
}

/** A small number made from a text, always the same for the same text (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  // Mixes the last letters into every bit: ids often differ only there.
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}

function findInitials(name: string): string {
  if (/^Visitor [0-9a-f]+$/i.test(name)) return ''
  const words = name.replace(/@.*/, '').split(/[\s._-]+/).filter((word) => /^\p{L}/u.test(word))
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase()
}

/** A generated picture of a person, beside whose name it stands; screen readers skip it. */
export function Avatar({ id, name, sizePixels = 28 }: AvatarProps) {
  const seed = useMemo(() => hash(id), [id])
  const hue = seed % 360
  const initials = name ? findInitials(name) : ''
  const cells = useMemo(
    () => Array.from({ length: 9 }, (_, index) => ((seed >> (index + 5)) & 1) === 1),
    [seed],
  )
  return (
    <svg className={classes.avatar} width={sizePixels} height={sizePixels} viewBox="0 0 32 32" aria-hidden="true" style={{ '--hue': hue } as React.CSSProperties}>
      <rect className={classes.ground} width="32" height="32" rx="16" />
      {initials ? (
        <text className={classes.initials} x="16" y="16.5" dominantBaseline="central" textAnchor="middle">
          {initials}
        </text>
      ) : (
        cells.map((isOn, index) => isOn && <circle key={index} className={classes.mark} cx={9.5 + (index % 3) * 6.5} cy={9.5 + Math.floor(index / 3) * 6.5} r="2.6" />)
      )}
    </svg>
  )
}
