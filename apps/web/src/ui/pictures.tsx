import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

const { accent, dot, sheet, soft, stroke } = classes

/** Small line drawings for empty states; one family, drawn on 144 × 88. */
const pictures = {
  people: (
    <>
      <rect className={sheet} x="22" y="14" width="100" height="60" rx="8" />
      <circle className={soft} cx="46" cy="38" r="11" />
      <circle className={accent} cx="46" cy="38" r="11" />
      <path className={accent} d="M41 41c2 3 8 3 10 0" />
      <path className={stroke} d="M68 33h38M68 43h26M38 60h68" />
    </>
  ),
  stream: (
    <>
      <path className={stroke} d="M10 26h42M62 26h26M10 44h18M38 44h56M10 62h48M68 62h20" />
      <circle className={dot} cx="104" cy="26" r="4" />
      <circle className={dot} cx="110" cy="44" r="4" opacity="0.7" />
      <circle className={dot} cx="104" cy="62" r="4" opacity="0.4" />
      <path className={accent} d="M122 20c8 14 8 34 0 48" />
    </>
  ),
  source: (
    <>
      <rect className={sheet} x="10" y="18" width="68" height="52" rx="7" />
      <path className={stroke} d="M10 31h68" />
      <path className={accent} d="M34 43l-8 7 8 7M50 43l8 7-8 7" />
      <path className={stroke} d="M78 48h24" strokeDasharray="3 5" />
      <circle className={sheet} cx="118" cy="48" r="15" />
      <path className={accent} d="M112 48l4 4 8-8" />
    </>
  ),
  connector: (
    <>
      <rect className={sheet} x="12" y="26" width="40" height="36" rx="7" />
      <rect className={sheet} x="92" y="26" width="40" height="36" rx="7" />
      <path className={accent} d="M52 44h12M80 44h12M64 36v16M80 38v12" />
      <path className={stroke} d="M22 38h20M22 48h12M102 38h20M102 48h12" />
    </>
  ),
  mail: (
    <>
      <rect className={sheet} x="28" y="18" width="88" height="54" rx="7" />
      <path className={accent} d="M32 24l40 28 40-28" />
      <path className={stroke} d="M12 34h10M6 46h16M14 58h8" />
    </>
  ),
  search: (
    <>
      <rect className={sheet} x="18" y="16" width="84" height="56" rx="7" />
      <path className={stroke} d="M30 32h34M30 44h24M30 56h30" />
      <circle className={soft} cx="96" cy="46" r="18" />
      <circle className={accent} cx="96" cy="46" r="18" />
      <path className={accent} d="M109 60l13 13" />
    </>
  ),
  history: (
    <>
      <rect className={sheet} x="30" y="12" width="84" height="64" rx="7" />
      <path className={stroke} d="M62 28h40M62 44h32M62 60h36" />
      <path className={accent} d="M46 24v40" />
      <circle className={dot} cx="46" cy="28" r="4" />
      <circle className={dot} cx="46" cy="44" r="4" />
      <circle className={dot} cx="46" cy="60" r="4" />
    </>
  ),
  catalogue: (
    <>
      <rect className={sheet} x="20" y="14" width="46" height="26" rx="6" />
      <rect className={sheet} x="78" y="14" width="46" height="26" rx="6" />
      <rect className={sheet} x="20" y="50" width="46" height="26" rx="6" />
      <rect className={soft} x="78" y="50" width="46" height="26" rx="6" />
      <rect className={accent} x="78" y="50" width="46" height="26" rx="6" />
      <path className={stroke} d="M30 27h24M88 27h18M30 63h16" />
      <path className={accent} d="M101 57v12M95 63h12" />
    </>
  ),
  merge: (
    <>
      <circle className={sheet} cx="34" cy="26" r="13" />
      <circle className={sheet} cx="34" cy="64" r="13" />
      <path className={stroke} d="M48 26c22 0 18 19 36 19M48 64c22 0 18-19 36-19" />
      <circle className={soft} cx="106" cy="45" r="18" />
      <circle className={accent} cx="106" cy="45" r="18" />
      <path className={accent} d="M99 45l5 5 9-10" />
    </>
  ),
  company: (
    <>
      <rect className={sheet} x="34" y="16" width="44" height="58" rx="5" />
      <path className={stroke} d="M46 30h6M60 30h6M46 42h6M60 42h6M46 54h6M60 54h6" />
      <path className={accent} d="M78 40h30v34H78M90 52h6M90 62h6" />
      <path className={stroke} d="M16 74h112" />
    </>
  ),
  trouble: (
    <>
      <rect className={sheet} x="24" y="16" width="96" height="56" rx="7" />
      <path className={accent} d="M72 28v20M72 57v1" />
      <path className={stroke} d="M36 44h18M90 44h18" />
    </>
  ),
  done: (
    <>
      <circle className={soft} cx="72" cy="44" r="28" />
      <circle className={accent} cx="72" cy="44" r="28" />
      <path className={accent} d="M60 45l8 8 16-17" />
      <path className={stroke} d="M16 44h14M114 44h14" />
    </>
  ),
} satisfies Record<string, ReactNode>

export type PictureName = keyof typeof pictures

export function Picture({ name }: { name: PictureName }) {
  return (
    <svg className={classes.picture} viewBox="0 0 144 88" aria-hidden="true">
      {pictures[name]}
    </svg>
  )
}
