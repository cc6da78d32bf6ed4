/** The script behind the snippet: makes `window.rapport` real and repeats the calls that waited. */
import { parseJson } from './core/json.ts'
import type { RapportOptions } from './options.ts'
import { createRapport, type Rapport } from './rapport.ts'

type QueuedCall = [method: string, ...args: unknown[]]
type PushableRapport = Rapport & { push(...calls: QueuedCall[]): void; isLoaded: true }
type Stub = QueuedCall[] & Partial<Rapport> & { isLoaded?: true }

/** `data-auto-page="false"` → `{ autoPage: false }`; what is JSON, as numbers and booleans are, counts as such. */
function readOptions(attributes: DOMStringMap): Record<string, unknown> {
  const options: Record<string, unknown> = {}
  for (const [name, text = ''] of Object.entries(attributes)) options[name] = parseJson(text) ?? text
  return options
}

function install(): void {
  const page = window as { rapport?: Stub }
  const stub: Stub = page.rapport ?? []
  // The tag is in the page twice: the first copy does the work.
  if (stub.isLoaded) return

  const rapport = createRapport()
  function push(...calls: QueuedCall[]): void {
    for (const [method, ...args] of calls) {
      const call = rapport[method as keyof Rapport] as ((...args: unknown[]) => unknown) | undefined
      call?.(...args)
    }
  }
  const waiting = stub.splice(0)
  // Onto the stub itself, because the page may hold a reference to it.
  page.rapport = Object.assign(stub, rapport, { push, isLoaded: true } satisfies Partial<PushableRapport>)
  push(...waiting)

  const script = document.currentScript as HTMLScriptElement | null
  const { writeKey } = script?.dataset ?? {}
  if (!script || !writeKey) return
  const options: RapportOptions = { host: new URL(script.src).origin, ...readOptions(script.dataset) }
  rapport.load(writeKey, options)
}

try {
  install()
} catch (error) {
  console.error('[rapport]', error)
}
