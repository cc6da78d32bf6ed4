import { principalOf, type App } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { demoDefaults, demoState, loadDemoRequest } from './demo.contract.ts'
import { readDemoState, requestDemo } from './demo.service.ts'

const signedIn = { access: 'signed-in' } as const
const tags = ['Demo']

export function serveDemo(app: App, platform: Platform): void {
  app.get(
    '/v1/demo',
    { config: signedIn, schema: { summary: 'How far your demo workspace has come', tags, response: { 200: demoState } } },
    async (request) => readDemoState(platform, principalOf(request).id),
  )
  app.post(
    '/v1/demo',
    {
      config: signedIn,
      // A call without a body means the defaults.
      preValidation: async (request) => {
        request.body ??= demoDefaults
      },
      schema: { summary: 'Load the demo brand into a workspace of its own', tags, body: loadDemoRequest, response: { 200: demoState } },
    },
    async (request) => requestDemo(platform, principalOf(request), request.body),
  )
}
