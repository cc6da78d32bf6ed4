// How well two colours can be told apart, after WCAG 2.2 (success criterion 1.4.3, relative luminance).
function readChannels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
}

function measureLuminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = readChannels(colour).map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** 1 for the same colour, 21 for black on white. @example measureContrast('#000000', '#ffffff') → 21 */
export function measureContrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [measureLuminance(one), measureLuminance(other)].toSorted((left, right) => left - right)
  return (light + 0.05) / (dark + 0.05)
}

/** Text needs 4.5, the edges and fills of controls need 3. */
export const textContrast = 4.5
export const controlContrast = 3
