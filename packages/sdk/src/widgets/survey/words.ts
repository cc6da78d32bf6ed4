/** The words of buttons and notes, delivered with the survey in its language; `{min}` and the like are filled in. */

export type Say = (word: string, values?: Record<string, string | number>) => string

export function createSay(delivered: Readonly<Record<string, string>>): Say {
  return (word, values = {}) => (delivered[word] ?? word).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
