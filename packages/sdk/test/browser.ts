/** Chromium from npm, for tests of this package and of the admin app. */
import chromium from '@sparticuz/chromium'
import { chromium as playwright, type Browser } from 'playwright-core'

/**
 * Arguments of the package that are for serverless hosts and would make tests untrue: they turn off
 * CORS, mixed-content checks and site isolation, and let one page's crash take all others along.
 */
const untrueArgs = [
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
  '--disable-features=',
  '--enable-features=',
  '--single-process',
  '--headless',
]

const quietArgs = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a headless browser; the caller closes it. The first start unpacks it, which takes seconds. */
export async function launchBrowser(extraArgs: string[] = []): Promise<Browser> {
  chromium.setGraphicsMode = false
  const args = chromium.args.filter((arg) => !untrueArgs.some((untrue) => arg.startsWith(untrue)))
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...args, ...quietArgs, ...extraArgs],
    headless: true,
  })
}
