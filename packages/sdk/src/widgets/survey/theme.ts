/** Colours, font and corners of a survey as CSS variables; what stands on the accent stays readable whatever the accent is. */
import type { Theme } from './wire.ts'

type Rgb = readonly [number, number, number]

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb
const print = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

/** Relative luminance. Source: WCAG 2.2. */
function measureLuminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => (part <= 10.31 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as unknown as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

export function measureContrast(one: string, other: string): number {
  const [dark, light] = [measureLuminance(parse(one)), measureLuminance(parse(other))].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** `share` of the first colour over the second, 0 to 1. */
export function mix(one: string, other: string, share: number): string {
  const under = parse(other)
  return print(parse(one).map((part, index) => part * share + under[index]! * (1 - share)) as unknown as Rgb)
}

const fonts = {
  system: 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif',
  serif: 'ui-serif,Charter,Georgia,Cambria,serif',
  rounded: 'ui-rounded,"SF Pro Rounded","Hiragino Maru Gothic ProN",Quicksand,Nunito,system-ui,sans-serif',
  mono: 'ui-monospace,"SF Mono",Menlo,Consolas,monospace',
}
const corners = { square: '2px', soft: '10px', round: '20px' }

/** Names and values of the variables that the stylesheet uses. */
export function deriveVariables({ accent, background, foreground, font, corner }: Theme): Record<string, string> {
  const onAccent = measureContrast(accent, '#ffffff') >= measureContrast(accent, '#000000') || measureContrast(accent, '#ffffff') >= 4.5 ? '#ffffff' : '#000000'
  const isDark = measureContrast(background, '#ffffff') > measureContrast(background, '#000000')
  // A pale accent is no visible mark on its own: lines and rings then take the colour of the text.
  const mark = measureContrast(accent, background) >= 3 ? accent : foreground
  let share = 0.66
  while (share < 1 && measureContrast(mix(foreground, background, share), mix(foreground, background, 0.05)) < 4.5) share += 0.04
  return {
    '--accent': accent,
    '--on': onAccent,
    '--bg': background,
    '--fg': foreground,
    '--mark': mark,
    '--soft': mix(foreground, background, 0.045),
    '--tint': mix(mark, background, isDark ? 0.22 : 0.09),
    '--line': mix(foreground, background, 0.16),
    '--edge': mix(foreground, background, 0.5),
    '--muted': mix(foreground, background, Math.min(share, 1)),
    '--bad': isDark ? '#ff9c92' : '#b3261e',
    '--font': fonts[font],
    '--corner': corners[corner],
    'color-scheme': isDark ? 'dark' : 'light',
  }
}
