// What browsers load, as it is released, built in memory.
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** `mode`: one of vite.config.ts; by default the snippet's script. */
export async function buildScript(mode = 'script'): Promise<string> {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const built = await build({
    root,
    configFile: `${root}vite.config.ts`,
    mode,
    logLevel: 'error',
    build: { write: false },
  })
  const [result] = [built].flat()
  if (!result || !('output' in result)) throw new Error('The build gave no output')
  return result.output[0].code
}
