// Ports of 127.0.0.1 for the engines, and whether the server's own is free.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** The preferred port if it is free, otherwise another one. */
export async function findFreePort(preferred: number): Promise<number> {
  if (preferred !== 0 && (await isPortFree(preferred, '127.0.0.1'))) return preferred
  for (let attempt = 0; attempt < 100; attempt++) {
    // Below the range from which the system takes ports of outgoing connections: a restart must find it free again.
    const port = randomInt(15_000, 30_000)
    if (await isPortFree(port, '127.0.0.1')) return port
  }
  throw new Error('No free port was found on 127.0.0.1 between 15000 and 30000.')
}

export async function isPortFree(port: number, host: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer()
    // Other errors (a port below 1024, an address this machine does not have) are for the one who listens to report.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
