import { launchBrowser } from '/work/main/packages/sdk/test/browser.ts'
const base = 'http://localhost:4477'
const browser = await launchBrowser()
const paths = JSON.parse(process.argv[2]!) as { name: string; path: string; click?: string[]; wait?: number }[]
const sizes: [number, number][] = JSON.parse(process.argv[3] ?? '[[1440,900]]')
const schemes = JSON.parse(process.argv[4] ?? '["light"]')
const signIn = await (await fetch(base + '/v1/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'olga@example.com', password: 'a long password for olga' }) }))
const cookie = signIn.headers.get('set-cookie')!.split(';')[0]!
for (const [width, height] of sizes) for (const scheme of schemes) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme })
  const [n, v] = cookie.split(/=(.*)/s)
  await context.addCookies([{ name: n!, value: v!, domain: 'localhost', path: '/' }])
  for (const { name, path, click = [], wait = 1500 } of paths) {
    const page = await context.newPage()
    page.on('console', (m) => { if (m.type() === 'error') console.log(name, m.text().slice(0, 200)) })
    await page.goto(base + path)
    await page.waitForTimeout(wait)
    for (const c of click) { await page.getByText(c, { exact: false }).first().click(); await page.waitForTimeout(700) }
    await page.screenshot({ path: `/tmp/shots/${name}-${width}-${scheme}.png`, fullPage: false })
    await page.close()
  }
  await context.close()
}
await browser.close()
process.exit(0)
