// Loading the demo brand into a workspace of its own, and how far it has come.
import { z } from 'zod'
import { instant } from '../../platform/contract.ts'
import { slug } from '../access/access.contract.ts'

export const demoDefaults = { people: 5_000, seed: 1 }

/** POST /v1/demo: makes the demo workspace and begins to load it; the one the caller has already, if there is one. */
export const loadDemoRequest = z.object({
  people: z.number().int().min(100).max(20_000).default(demoDefaults.people).meta({ description: 'People who say who they are; anonymous visitors come on top' }),
  seed: z.number().int().min(1).max(2_147_483_647).default(demoDefaults.seed).meta({ description: 'Another seed invents other people' }),
})
export type LoadDemoRequest = z.infer<typeof loadDemoRequest>

/** GET /v1/demo, and what POST answers. */
export const demoState = z.object({
  state: z.enum(['none', 'running', 'done', 'failed']),
  workspace: slug.nullable().meta({ description: 'The demo workspace' }),
  sent: z.number().int().meta({ description: 'Events that the server has accepted' }),
  total: z.number().int().meta({ description: 'Events there will be; an estimate while it is running' }),
  people: z.number().int(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  message: z.string().nullable().meta({ description: 'Why it failed' }),
})
export type DemoState = z.infer<typeof demoState>
