// The form of a command: one file each, listed in main.ts.
import type { ParseArgsOptionsConfig } from 'node:util'

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>

export type Command = {
  name: string
  /** What follows the name, as shown by --help. */
  usage: string
  /** One line that begins with a verb. */
  summary: string
  options: ParseArgsOptionsConfig
  /** How many words may follow the name besides options. */
  maxWords: number
  /** Resolves to the process's exit code. */
  run: (values: OptionValues, words: readonly string[]) => Promise<number>
}

/**
 * Declares one command of the command line.
 *
 * @example
 * export const hello = defineCommand({
 *   name: 'hello', usage: '', summary: 'Says hello', options: {}, maxWords: 0,
 *   run: async () => { console.log('hello'); return 0 },
 * })
 */
export function defineCommand(command: Command): Command {
  return command
}

/** A mistake in what was typed: shown without a stack, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** Something that the person at the terminal has to put right: shown without a stack, exit code 1. */
export class CommandError extends Error {
  override name = 'CommandError'
}
