// Schemas that people give to events: the part of JSON Schema 2020-12 that can be checked in bounded time, and the check.
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { RE2JS } from 're2js'
import type { ErrorDetail } from '../../platform/errors.ts'
import { isRecord } from '../../platform/stream-event.ts'
import { cleanText } from './example-text.ts'
import type { SchemaCheck } from './observer.ts'

const maxSchemaBytes = 20 * 1024
const maxSchemaDepth = 12
const maxPatternLength = 200
const maxReasonLength = 300

// `$ref` is left out: references can multiply without end. So are keywords whose cost grows faster than the event (uniqueItems).
const schemaKeywords = new Set(['additionalProperties', 'propertyNames', 'items', 'contains', 'not', 'if', 'then', 'else'])
const listKeywords = new Set(['prefixItems', 'anyOf', 'oneOf', 'allOf'])
const mapKeywords = new Set(['properties'])
const valueKeywords = new Set([
  '$schema', '$id', '$comment', 'title', 'description', 'default', 'examples', 'deprecated',
  'type', 'enum', 'const', 'required', 'minProperties', 'maxProperties', 'dependentRequired',
  'minContains', 'maxContains', 'minItems', 'maxItems', 'minLength', 'maxLength', 'pattern', 'format',
  'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf',
])
const formats = ['date', 'time', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'] as const

// A pattern runs on text from anywhere: RE2 takes time in proportion to the text, JavaScript's own engine can take forever.
const compilePattern = Object.assign((pattern: string) => RE2JS.compile(pattern), { code: 'compilePattern' })

const options: Options = {
  strict: true, strictTypes: false, strictTuples: false, strictRequired: false, logger: false,
  ownProperties: true, validateFormats: true, code: { regExp: compilePattern },
}

function createAjv(extra: Options): Ajv2020 {
  const ajv = new Ajv2020({ ...options, ...extra })
  addFormats.default(ajv, [...formats])
  return ajv
}

function collectProblems(schema: unknown, path: string, depth: number, problems: ErrorDetail[]): void {
  if (typeof schema === 'boolean') return
  if (!isRecord(schema)) return void problems.push({ path, message: 'must be a schema: an object, or true or false' })
  if (depth > maxSchemaDepth) return void problems.push({ path, message: `is nested deeper than ${maxSchemaDepth} levels` })
  for (const [keyword, value] of Object.entries(schema)) {
    const place = `${path}.${keyword}`
    if (schemaKeywords.has(keyword)) collectProblems(value, place, depth + 1, problems)
    else if (listKeywords.has(keyword)) {
      if (Array.isArray(value)) value.forEach((entry, index) => collectProblems(entry, `${place}.${index}`, depth + 1, problems))
    } else if (mapKeywords.has(keyword)) {
      for (const [name, entry] of Object.entries(isRecord(value) ? value : {})) collectProblems(entry, `${place}.${name}`, depth + 1, problems)
    } else if (!valueKeywords.has(keyword)) problems.push({ path: place, message: 'is not a keyword that is supported here' })
    else if (keyword === 'pattern' && String(value).length > maxPatternLength) {
      problems.push({ path: place, message: `is longer than ${maxPatternLength} characters` })
    }
  }
}

/** What is wrong with a schema, by place; empty when it can be used. */
export function findSchemaProblems(schema: Record<string, unknown>): ErrorDetail[] {
  if (Buffer.byteLength(JSON.stringify(schema)) > maxSchemaBytes) return [{ path: 'schema', message: `is larger than ${maxSchemaBytes} bytes` }]
  if (/\\u(0000|d[89a-f]..)/.test(JSON.stringify(schema))) return [{ path: 'schema', message: 'contains a character that cannot be stored' }]
  const problems: ErrorDetail[] = []
  collectProblems(schema, 'schema', 0, problems)
  if (problems.length > 0) return problems.slice(0, 20)
  const ajv = createAjv({ allErrors: true })
  if (!ajv.validateSchema(withoutAddress(schema))) {
    const errors = (ajv.errors ?? []).map((error) => ({ path: `schema${toDots(error.instancePath)}`, message: error.message ?? 'is not valid' }))
    return errors.slice(0, 20)
  }
  try {
    ajv.compile(withoutAddress(schema))
    return []
  } catch (error) {
    return [{ path: 'schema', message: error instanceof Error ? error.message : String(error) }]
  }
}

/** Every schema is of the one dialect, and its own address would only get in the way of another one with the same. */
function withoutAddress(schema: Record<string, unknown>): Record<string, unknown> {
  const { $schema: _dialect, $id: _address, ...rest } = schema
  return rest
}

function toDots(pointer: string): string {
  return pointer.replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~')
}

function describeError(error: ErrorObject | undefined): string {
  if (!error) return 'The properties do not fit the schema.'
  const path = `properties${toDots(error.instancePath)}`
  const params = error.params as Record<string, unknown>
  if (error.keyword === 'required') return `${path}.${String(params['missingProperty'])} is missing.`
  if (error.keyword === 'additionalProperties') return `${path}.${String(params['additionalProperty'])} is not in the schema.`
  if (error.keyword === 'enum') return `${path} must be one of ${JSON.stringify(params['allowedValues'])}.`
  if (error.keyword === 'const') return `${path} must be ${JSON.stringify(params['allowedValue'])}.`
  return `${path} ${error.message ?? 'does not fit the schema'}.`
}

/** Compiles schemas that were checked before with `findSchemaProblems`. */
export function createSchemaCompiler(): (schema: Record<string, unknown>) => SchemaCheck {
  const ajv = createAjv({ validateSchema: false, meta: false })
  return (schema) => {
    const validate: ValidateFunction = ajv.compile(withoutAddress(schema))
    return (properties) => (validate(properties) ? undefined : cleanText(describeError(validate.errors?.[0]), maxReasonLength))
  }
}
