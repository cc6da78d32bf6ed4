// The one test that walks any registry of variants: call it at the top level of a test file.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { findSecretFields, type Registry, type Variant } from '../src/platform/variants.ts'

/**
 * Declares the tests that every variant has to pass: a unique type in kebab-case (or with underscores, where types stand in data), words for people, a form that can be
 * drawn, an example that parses, and a run with that example whose outcome is valid.
 * @example testRegistry('connectors', connectorTypes, { outcome: z.array(deliveryOutcome), run: (type, config) => type.deliver(config, [], context) })
 */
export function testRegistry<V extends Variant, Outcome>(
  family: string,
  registry: Registry<V>,
  { run, outcome }: { run: (variant: V, config: Record<string, unknown>) => Promise<Outcome> | Outcome; outcome: z.ZodType },
): void {
  test(`${family}: no two share a type`, () => {
    expect(registry.types.length).toBeGreaterThan(0)
    expect(new Set(registry.types).size).toBe(registry.types.length)
  })
  describe.each(registry.variants.map((variant) => [variant.type, variant] as const))(`${family}: %s`, (type, variant) => {
    test('has a type in kebab-case or with underscores and words for people', () => {
      expect(type).toMatch(/^[a-z][a-z0-9]*((-[a-z0-9]+)*|(_[a-z0-9]+)*)$/)
      expect(variant.label).toMatch(/^\S(.*\S)?$/)
      expect(variant.description).toMatch(/^\S.*\.$/)
      expect(registry.find(type)).toBe(variant)
    })

    test('has a form that can be drawn: every field is titled and its JSON Schema is complete', () => {
      const description = registry.describe().find((entry) => entry.type === type)!
      expect(description.configSchema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
      for (const [name, field] of Object.entries(description.configSchema.properties ?? {})) {
        expect(field, `the field ${name} has a title`).toHaveProperty('title')
        expect(field, `the hints of ${name} are served as x-form`).not.toHaveProperty('form')
      }
      expect(JSON.parse(JSON.stringify(description))).toEqual(description)
      const accepts = new Ajv2020({ strict: false, formats: { uri: true, email: true, uuid: true, 'date-time': true, date: true } }).compile(description.configSchema)
      expect({ isAccepted: accepts(description.example), errors: accepts.errors }).toEqual({ isAccepted: true, errors: null })
    })

    test('has an example that parses and shows no secret', () => {
      const example = variant.example as Record<string, unknown>
      expect(variant.configSchema.safeParse(example)).toMatchObject({ success: true })
      const known = Object.keys(variant.configSchema.shape)
      expect(known).toEqual(expect.arrayContaining(Object.keys(example)))
      for (const field of findSecretFields(variant.configSchema)) expect(typeof example[field], `the secret ${field}`).not.toBe('string')
    })

    test('runs with its example and gives a valid outcome', async () => {
      const result = await run(variant, variant.configSchema.parse(variant.example))
      expect(outcome.safeParse(result)).toMatchObject({ success: true })
    })
  })
}
