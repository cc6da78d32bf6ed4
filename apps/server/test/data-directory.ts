// A temporary data directory that the embedded PostgreSQL can use when the tests run as root.
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Creates it with a name that begins with `prefix`. Remove it when the engines have stopped. */
export function createDataDirectory(prefix: string): string {
  const directory = mkdtempSync(join(tmpdir(), prefix))
  // mkdtemp gives 0700; PostgreSQL's account could not pass, and its cluster would be made under /var/lib/rapport.
  chmodSync(directory, 0o711)
  return directory
}
