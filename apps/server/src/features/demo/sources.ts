// How visits begin: where they come from, on which page they land, and what the address bar carries.
import type { Random } from './random.ts'
import { compilePairs } from './random.ts'
import type { Properties } from './segment-event.ts'

export type SourceType = 'organic' | 'google_ads' | 'newsletter' | 'instagram' | 'referral' | 'direct' | 'store'
export type LandingPage = 'home' | 'category' | 'product' | 'stores'

export type Arrival = {
  source: SourceType
  landing: LandingPage
  referrer: string
  /** Query string with its question mark, or empty. */
  search: string
  campaign?: Properties
}

const adCampaigns = ['brand-search', 'shopping-garden', 'shopping-camping', 'generic-outdoor', 'home-living'] as const
const posts = ['slow-sunday', 'hut-to-hut', 'kitchen-table', 'spring-planting'] as const
const partners = ['https://trailnotes.example/gear-list', 'https://slowhome.example/favourites', 'https://pricepilot.example/'] as const
const searchEngines = compilePairs([
  ['https://www.google.com/', 88],
  ['https://www.bing.com/', 6],
  ['https://duckduckgo.com/', 4],
  ['https://www.ecosia.org/', 2],
] as const)

const landings = {
  organic: compilePairs<LandingPage>([['home', 3], ['category', 4], ['product', 4]]),
  google_ads: compilePairs<LandingPage>([['category', 4], ['product', 6]]),
  newsletter: compilePairs<LandingPage>([['category', 7], ['product', 2], ['home', 1]]),
  instagram: compilePairs<LandingPage>([['product', 7], ['home', 2]]),
  referral: compilePairs<LandingPage>([['product', 5], ['home', 2]]),
  direct: compilePairs<LandingPage>([['home', 8], ['category', 1]]),
  store: compilePairs<LandingPage>([['home', 4], ['stores', 3]]),
} as const

/** Google's click ids are opaque; this has their length and alphabet only. */
function drawClickId(random: Random): string {
  return `Cj0KCQ${random.hex(40)}`
}

function tagAddress(parameters: Record<string, string>): { search: string; campaign: Properties } {
  const campaign: Properties = {}
  for (const [key, value] of Object.entries(parameters)) {
    if (key.startsWith('utm_')) campaign[key === 'utm_campaign' ? 'name' : key.slice(4)] = value
  }
  return { search: `?${new URLSearchParams(parameters)}`, campaign }
}

export function drawArrival(random: Random, source: SourceType, newsletter?: string): Arrival {
  const landing = random.choose(landings[source])
  const base = { source, landing, referrer: '', search: '' }
  switch (source) {
    case 'organic':
      return { ...base, referrer: random.choose(searchEngines) }
    case 'google_ads':
      return {
        ...base,
        referrer: 'https://www.google.com/',
        ...tagAddress({ utm_source: 'google', utm_medium: 'cpc', utm_campaign: random.pick(adCampaigns), gclid: drawClickId(random) }),
      }
    case 'newsletter':
      return { ...base, ...tagAddress({ utm_source: 'newsletter', utm_medium: 'email', utm_campaign: newsletter ?? 'welcome' }) }
    case 'instagram':
      return {
        ...base,
        referrer: 'https://l.instagram.com/',
        ...tagAddress({ utm_source: 'instagram', utm_medium: 'social', utm_campaign: random.pick(posts) }),
      }
    case 'referral':
      return { ...base, referrer: random.pick(partners) }
    case 'store':
      return { ...base, ...tagAddress({ utm_source: 'store', utm_medium: 'qr', utm_campaign: 'till-poster' }) }
    case 'direct':
      return base
  }
}
