// Variants: what there will be many of (connectors, question types, journey steps). One file each, one line in a registry.
import { z } from 'zod'

/** How the web app's generic form draws a field; given as `.meta({ form: { … } })` and served as `x-form`. */
export interface FormHints {
  widget?: 'text' | 'textarea' | 'secret' | 'keyValue' | 'tags' | 'switch' | 'select' | 'number' | 'color' | 'url'
  placeholder?: string
  /** Shown behind the value: s, MB, %, EUR. */
  unit?: string
  help?: string
  /** Values offered for a field that also takes others. */
  suggestions?: readonly string[]
  /** The value (each value, for `keyValue`) is shown masked once it is stored; implied by the widget `secret`. */
  isSecret?: boolean
}

declare module 'zod' {
  interface GlobalMeta {
    form?: FormHints
  }
}

/** What every variant has in common; each family adds its functions (`deliver`, `run`, `compile`). */
export interface Variant<Type extends string = string, Schema extends z.ZodObject = z.ZodObject> {
  readonly type: Type
  readonly label: string
  readonly description: string
  readonly configSchema: Schema
  /** A config that works as it stands: shown in documentation, tried by the registry's test. */
  readonly example: z.input<Schema>
}

/** A variant as the API lists it. */
export interface VariantDescription {
  type: string
  label: string
  description: string
  /** JSON Schema 2020-12 of what may be sent as `config`. */
  configSchema: JsonSchema
  example: unknown
}

export interface JsonSchema {
  properties?: Record<string, JsonSchema>
  'x-form'?: FormHints
  [keyword: string]: unknown
}

export interface Registry<V extends Variant> {
  readonly variants: readonly V[]
  readonly types: readonly V['type'][]
  has(type: string): type is V['type']
  find(type: string): V | undefined
  /** @throws Error when nothing is registered under `type`: for types that come out of our own tables */
  get(type: string): V
  describe(): VariantDescription[]
}

/**
 * The list of a family's variants.
 * @throws Error when two share a type
 * @example
 * const connectorTypes = createRegistry([webhook, csvFileDrop])
 * type ConnectorType = RegisteredType<typeof connectorTypes> // 'webhook' | 'csv-file-drop'
 */
export function createRegistry<const V extends readonly Variant[]>(variants: V): Registry<V[number]> {
  const byType = new Map<string, V[number]>()
  for (const variant of variants) {
    if (byType.has(variant.type)) throw new Error(`Two variants are called "${variant.type}". Give one of them another type.`)
    byType.set(variant.type, variant)
  }
  return {
    variants,
    types: variants.map((variant) => variant.type),
    has: (type): type is V[number]['type'] => byType.has(type),
    find: (type) => byType.get(type),
    get(type) {
      const variant = byType.get(type)
      if (!variant) throw new Error(`Nothing is registered as "${type}". Known: ${[...byType.keys()].join(', ')}.`)
      return variant
    },
    describe: () => variants.map(describeVariant),
  }
}

/** The union of the types of a registry. */
export type RegisteredType<R> = R extends Registry<infer V> ? V['type'] : never

function describeVariant({ type, label, description, configSchema, example }: Variant): VariantDescription {
  return { type, label, description, configSchema: toFormSchema(configSchema), example }
}

/** JSON Schema of what may be sent (defaults are optional), with the form hints as `x-form`. */
export function toFormSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    override({ jsonSchema }) {
      const { form } = jsonSchema
      if (form === undefined) return
      delete jsonSchema['form']
      jsonSchema['x-form'] = form
    },
  }) as JsonSchema
}

/** Names of the fields whose values must not be read back. */
export function findSecretFields(schema: z.ZodObject): string[] {
  return Object.entries(toFormSchema(schema).properties ?? {})
    .filter(([, field]) => field['x-form']?.widget === 'secret' || field['x-form']?.isSecret)
    .map(([name]) => name)
}

const maskCharacters = '••••••••'

function mask(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? '' : `${maskCharacters}${value.length >= 16 ? value.slice(-4) : ''}`
  if (Array.isArray(value)) return value.map(mask)
  if (typeof value === 'object' && value !== null) return mapValues(value, mask)
  return value
}

function mapValues(record: object, change: (value: unknown, key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
}

/** `config` with its secrets masked; long ones keep their last four characters, so that people can tell them apart. */
export function maskSecrets(schema: z.ZodObject, config: Record<string, unknown>): Record<string, unknown> {
  const secretFields = new Set(findSecretFields(schema))
  return mapValues(config, (value, key) => (secretFields.has(key) ? mask(value) : value))
}

function restore(incoming: unknown, stored: unknown): unknown {
  if (typeof incoming === 'string') return incoming.startsWith(maskCharacters) ? stored : incoming
  if (typeof incoming !== 'object' || incoming === null || typeof stored !== 'object' || stored === null) return incoming
  const known = stored as Record<string, unknown>
  return mapValues(incoming, (value, key) => restore(value, known[key]))
}

/** The reverse of `maskSecrets` for an edited config: a secret that is absent or still masked stays as it is stored. */
export function restoreSecrets(schema: z.ZodObject, incoming: Record<string, unknown>, stored: Record<string, unknown>): Record<string, unknown> {
  const restored = { ...incoming }
  for (const field of findSecretFields(schema)) {
    if (!(field in incoming)) {
      if (field in stored) restored[field] = stored[field]
    } else restored[field] = restore(incoming[field], stored[field])
  }
  return restored
}
