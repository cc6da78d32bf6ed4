// The settings of one Rapport process: the only module that reads the environment.
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'

/** The clone's directory: relative paths in settings start here, whatever the working directory is. */
export const CLONE_DIRECTORY = resolve(import.meta.dirname, '../../../..')

const emptyAsAbsent = (value: unknown): unknown => (value === '' ? undefined : value)

function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess(emptyAsAbsent, schema.optional())
}

function urlWith(protocols: string[], example: string) {
  return z.string().refine((value) => protocols.includes(URL.parse(value)?.protocol ?? ''), {
    message: `must be a URL such as ${example}`,
  })
}

const settingsSchema = z.object({
  PORT: z.preprocess(
    emptyAsAbsent,
    z.coerce.number('must be a port number').int('must be a whole number').min(1).max(65_535).default(4400),
  ),
  HOST: z.preprocess(emptyAsAbsent, z.string().default('0.0.0.0')),
  RAPPORT_DATA_DIR: z.preprocess(emptyAsAbsent, z.string().default('./data')),
  DATABASE_URL: optional(urlWith(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/rapport')),
  CLICKHOUSE_URL: optional(urlWith(['http:', 'https:'], 'http://user:password@host:8123/rapport')),
  SMTP_URL: optional(urlWith(['smtp:', 'smtps:'], 'smtp://user:password@host:587')),
  RAPPORT_PUBLIC_URL: optional(urlWith(['http:', 'https:'], 'https://rapport.example.com')),
  RAPPORT_SECRET: optional(z.string().min(32, 'must have at least 32 characters; leave it empty to have one generated')),
  RAPPORT_OWNER_EMAIL: optional(z.email('must be an e-mail address')),
  RAPPORT_OWNER_PASSWORD: optional(z.string().min(10, 'must have at least 10 characters')),
  LOG_LEVEL: z.preprocess(
    emptyAsAbsent,
    z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
        message: 'must be one of trace, debug, info, warn, error, fatal, silent',
      })
      .default('info'),
  ),
})

type SettingName = keyof z.infer<typeof settingsSchema>
export type LogLevel = z.infer<typeof settingsSchema>['LOG_LEVEL']
export type Environment = Readonly<Record<string, string | undefined>>

type Setting = { name: SettingName; default: string; description: string; isSecret?: true }

/** Every setting with what it is for, in the order in which `rapport doctor` lists them. */
const SETTINGS: readonly Setting[] = [
  { name: 'PORT', default: '4400', description: 'port of the API, the admin app and the browser SDK' },
  { name: 'HOST', default: '0.0.0.0', description: 'address to listen on; 127.0.0.1 for this machine alone' },
  { name: 'RAPPORT_DATA_DIR', default: './data', description: 'where the embedded engines and the generated secret live' },
  { name: 'DATABASE_URL', default: '(embedded)', description: 'PostgreSQL to use instead of the embedded one', isSecret: true },
  { name: 'CLICKHOUSE_URL', default: '(embedded)', description: 'ClickHouse to use instead of the embedded one', isSecret: true },
  { name: 'SMTP_URL', default: '(embedded outbox)', description: 'mail server that messages are handed to', isSecret: true },
  { name: 'RAPPORT_PUBLIC_URL', default: 'http://localhost:PORT', description: 'address under which people and sites reach Rapport' },
  { name: 'RAPPORT_SECRET', default: '(generated)', description: 'key of sessions, invitations and set-up links; another one ends them all', isSecret: true },
  { name: 'RAPPORT_OWNER_EMAIL', default: '', description: 'with the password: creates the first owner and workspace' },
  { name: 'RAPPORT_OWNER_PASSWORD', default: '', description: 'password of that owner', isSecret: true },
  { name: 'LOG_LEVEL', default: 'info', description: 'trace, debug, info, warn, error, fatal or silent' },
]

/** The settings of a process, validated. URLs of the engines are absent while the embedded ones are meant. */
export type Config = {
  port: number
  host: string
  dataDirectory: string
  databaseUrl: string | undefined
  clickhouseUrl: string | undefined
  smtpUrl: string | undefined
  publicUrl: string
  secret: string
  owner: { email: string; password: string } | undefined
  logLevel: LogLevel
}

/** A setting that cannot be used; the message names the variables and what to do about each. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Validates the environment. Creates the data directory's secret when RAPPORT_SECRET is absent.
 * @throws ConfigError naming every variable that cannot be used
 */
export function loadConfig(environment: Environment = process.env): Config {
  const parsed = settingsSchema.safeParse(environment)
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  for (const [given, missing] of [
    ['DATABASE_URL', 'CLICKHOUSE_URL'],
    ['CLICKHOUSE_URL', 'DATABASE_URL'],
    ['RAPPORT_OWNER_EMAIL', 'RAPPORT_OWNER_PASSWORD'],
    ['RAPPORT_OWNER_PASSWORD', 'RAPPORT_OWNER_EMAIL'],
  ] as const) {
    if (environment[given] && !environment[missing]) {
      problems.push(`${given} is set without ${missing}: set both, or neither`)
    }
  }
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(`These settings cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  }
  const settings = parsed.data
  const dataDirectory = resolve(CLONE_DIRECTORY, settings.RAPPORT_DATA_DIR)
  return {
    port: settings.PORT,
    host: settings.HOST,
    dataDirectory,
    databaseUrl: settings.DATABASE_URL,
    clickhouseUrl: settings.CLICKHOUSE_URL,
    smtpUrl: settings.SMTP_URL,
    publicUrl: (settings.RAPPORT_PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, ''),
    secret: settings.RAPPORT_SECRET ?? readOrCreateSecret(join(dataDirectory, 'secret')),
    owner:
      settings.RAPPORT_OWNER_EMAIL && settings.RAPPORT_OWNER_PASSWORD
        ? { email: settings.RAPPORT_OWNER_EMAIL, password: settings.RAPPORT_OWNER_PASSWORD }
        : undefined,
    logLevel: settings.LOG_LEVEL,
  }
}

/** The environment of a process that works on the same engines with the same secret. */
export function createChildEnvironment(
  config: Config,
  engines: { databaseUrl: string; clickhouseUrl: string },
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: engines.databaseUrl,
    CLICKHOUSE_URL: engines.clickhouseUrl,
    RAPPORT_SECRET: config.secret,
  }
}

/** Every setting as `rapport doctor` shows it, secrets masked. */
export function describeSettings(environment: Environment = process.env) {
  return SETTINGS.map(({ name, default: fallback, description, isSecret }) => {
    const value = environment[name]
    return { name, description, isSet: Boolean(value), value: value ? (isSecret ? '********' : value) : fallback }
  })
}

// A linked temporary file, so that of two processes starting at once both end with the same, complete secret.
function readOrCreateSecret(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o711 })
  try {
    return readSecret(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const temporaryPath = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(temporaryPath, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  try {
    linkSync(temporaryPath, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(temporaryPath)
  }
  return readSecret(path)
}

function readSecret(path: string): string {
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length < 32) {
    throw new ConfigError(`${path} holds no usable secret. Restore it from a backup, or delete it to have a new one generated.`)
  }
  return secret
}
