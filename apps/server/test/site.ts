// A website of an origin of its own, for tests that drive a browser against the server.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'

const resolve = createRequire(import.meta.url).resolve

export interface Site {
  /** Its origin: never that of the server under test, which listens on 127.0.0.1. */
  url: string
  /** HTML of the head of every page; read at each request. */
  head: string
  close(): Promise<void>
}

/** The text of a file of an npm package. `path` is under the package's folder. */
export function readPackageFile(name: string, path: string): string {
  // Not `name/path`: packages hide their files behind "exports".
  let folder = dirname(resolve(name))
  while (!folder.endsWith(name)) folder = dirname(folder)
  return readFileSync(join(folder, path), 'utf8')
}

/** Answers `scripts` at their paths and every other path with a page whose title is its path. */
export async function startSite(scripts: Record<string, string> = {}): Promise<Site> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const script = scripts[pathname]
    if (script !== undefined) {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script)
      return
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(`<!doctype html><html lang="en"><head><title>${pathname}</title>${site.head}</head><body><h1>A shop</h1></body></html>`)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const site: Site = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    head: '',
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return site
}
