// The command line: finds the command, checks its options, runs it.
import { parseArgs } from 'node:util'
import { api } from './commands/api.ts'
import { CommandError, UsageError, type Command } from './commands/command.ts'
import { demo } from './commands/demo.ts'
import { doctor } from './commands/doctor.ts'
import { keys } from './commands/keys.ts'
import { migrate } from './commands/migrate.ts'
import { start } from './commands/start.ts'
import { worker } from './commands/worker.ts'
import { ConfigError } from './platform/config.ts'
import { DataDirectoryInUseError } from './platform/embedded/data-directory-lock.ts'
import { ProcessStartError } from './platform/embedded/supervised-process.ts'

const commands: readonly Command[] = [start, api, worker, migrate, demo, keys, doctor]

const HELP_OPTION = { help: { type: 'boolean', short: 'h' } } as const

try {
  process.exitCode = await runCommand(process.argv.slice(2))
} catch (error) {
  const isExpected = [UsageError, CommandError, ConfigError, DataDirectoryInUseError, ProcessStartError].some((kind) => error instanceof kind)
  console.error(isExpected ? (error as Error).message : error)
  // Not just an exit code: a half-built process may hold connections that would keep it alive.
  process.exit(error instanceof UsageError ? 2 : 1)
}

async function runCommand(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(describeCommands())
    return 0
  }
  const command = commands.find((candidate) => candidate.name === name)
  if (!command) throw new UsageError(`There is no command "${name}".\n\n${describeCommands()}`)
  const { values, positionals } = parseOptions(command, rest)
  if (values.help) {
    console.log(`rapport ${command.name} ${command.usage}\n\n${command.summary}.`)
    return 0
  }
  if (positionals.length > command.maxWords) {
    throw new UsageError(`"${positionals[command.maxWords]}" is one word too many.\n${describeUsage(command)}`)
  }
  return await command.run(values, positionals)
}

function parseOptions(command: Command, args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...command.options, ...HELP_OPTION },
      allowPositionals: true,
    })
    return { values: values as Record<string, string | boolean | undefined>, positionals }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${describeUsage(command)}`)
  }
}

function describeUsage({ name, usage }: Command): string {
  return `Usage: rapport ${name} ${usage}`.trimEnd()
}

function describeCommands(): string {
  const lines = commands.map(({ name, usage, summary }) => `  ${`${name} ${usage}`.trim()}\n      ${summary}`)
  return `Usage: rapport COMMAND\n\n${lines.join('\n')}\n\nSettings come from the environment; "rapport doctor" lists them.`
}
