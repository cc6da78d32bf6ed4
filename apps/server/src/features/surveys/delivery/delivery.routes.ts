import type { App } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { routeClaims } from '../asking/claim.routes.ts'
import { routeDecisions } from '../asking/decisions.routes.ts'
import { routeEmail } from './email.routes.ts'
import { routeLinks } from './links.routes.ts'

/** How surveys reach people, and why they did or did not. */
export async function routeDelivery(app: App, platform: Platform): Promise<void> {
  // In a scope of its own, because any site may call these.
  await app.register(async (scope) => routeClaims(scope as App, platform))
  routeDecisions(app, platform)
  routeLinks(app, platform)
  routeEmail(app, platform)
}
