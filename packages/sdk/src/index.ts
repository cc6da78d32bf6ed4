/** The npm entry. */
export { createRapport, type Rapport } from './rapport.ts'
export { renderScriptTag, renderSnippet, type SnippetOptions } from './snippet.ts'
export type { RapportOptions } from './options.ts'
export type { User } from './core/identity.ts'
export type { Signals } from './core/signals.ts'
export type { EventType, Properties, RapportEvent } from './event.ts'
export type { WebVitals } from './auto/web-vitals.ts'
export type { PageError } from './auto/errors.ts'
