// What is wrong with a page as it stands: axe, its title and heading, what sticks out of a narrow window.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcagTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
const colourRules = ['color-contrast', 'link-in-text-block']

interface Violation {
  id: string
  nodes: Array<{ target: string[]; html: string; failureSummary: string }>
}

declare global {
  interface Window {
    axe?: { run(context: unknown, options: object): Promise<{ violations: Violation[]; passes: unknown[] }> }
  }
}

/** Waits until nothing is loading and nothing moves any more. */
export async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], [data-loading="true"], .mantine-Skeleton-root'))
  await page.evaluate(async () => {
    // Those without an end are the dots that say "live".
    const listMoving = () => document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
    const nextFrame = () => new Promise((done) => requestAnimationFrame(done))
    // A change of colour reaches the children only when it is over in the parent, so one wait is not enough.
    for (let framesAtRest = 0; framesAtRest < 2; framesAtRest++) {
      const moving = listMoving()
      if (moving.length > 0) framesAtRest = -1
      await Promise.allSettled(moving.map((animation) => animation.finished))
      await nextFrame()
    }
  })
}

/** Shows the page in light or dark, as a person does who changes it for the whole system. */
export async function showScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
}

interface AxeScope {
  /** Confines it to a part of the page that lies over the rest. */
  within?: string | undefined
  /** Looks at colours alone, which is all that differs in the other scheme. */
  isColourOnly?: boolean
}

/** axe's findings, one line each. */
export async function listViolations(page: Page, { within, isColourOnly = false }: AxeScope = {}): Promise<string[]> {
  // Through evaluate, because the page's content policy allows no foreign script element.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const { violations, passed } = await page.evaluate(
    async ([root, type, values]) => {
      const result = await window.axe!.run(root ?? document, { runOnly: { type, values }, resultTypes: ['violations'] })
      return { violations: result.violations, passed: result.passes.length }
    },
    // Best practice on landmarks makes sense for whole pages alone.
    isColourOnly ? ([within, 'rule', colourRules] as const) : ([within, 'tag', within ? wcagTags : [...wcagTags, 'best-practice']] as const),
  )
  if (passed === 0 && violations.length === 0) return [`axe found nothing to look at in ${within ?? 'the page'}`]
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target, html, failureSummary }) => `${id} at ${target.join(' ')}: ${html.slice(0, 200)} – ${failureSummary.split('\n')[1]?.trim()}`))
}

/** A title of its own, one heading of the first level, and nothing that needs scrolling sideways. */
export async function listFaults(page: Page): Promise<string[]> {
  const seen = await page.evaluate(() => {
    const content = document.querySelector('#content')
    const isIn = (element: Element) => element.getClientRects().length > 0
    return {
      title: document.title,
      headings: [...document.querySelectorAll('h1')].map((heading) => heading.textContent ?? ''),
      isWider: document.documentElement.scrollWidth > innerWidth || (content !== null && content.scrollWidth > content.clientWidth),
      // What the window cuts off although it can be neither scrolled to nor seen.
      outside: [...document.querySelectorAll('button, a, input, textarea, h1, h2')]
        .filter((element) => isIn(element) && element.getBoundingClientRect().left >= innerWidth && !element.closest('[data-can-scroll], [role="table"], table, pre'))
        .map((element) => element.outerHTML.slice(0, 120)),
    }
  })
  return [
    ...(/^.+ · Rapport$/.test(seen.title) ? [] : [`its title is "${seen.title}"`]),
    ...(seen.headings.length === 1 && seen.headings[0] !== '' ? [] : [`it has ${seen.headings.length} h1: ${seen.headings.join(' | ')}`]),
    ...(seen.isWider ? ['it is wider than the window'] : []),
    ...seen.outside.map((html) => `outside the window: ${html}`),
  ]
}
