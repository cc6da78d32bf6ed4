import { defineBehaviour } from './define-behaviour.ts'

/** Looks around once or twice and never says who they are: not a group of the truth file. */
export const passerBy = defineBehaviour({
  type: 'passer-by',
  label: 'Passer-by',
  share: 0,
  web: {
    visitsPerYear: 1.2,
    depth: 1.2,
    orderChance: 0,
    mobileShare: 0.7,
    appShare: 0,
    secondDeviceShare: 0,
    sources: { organic: 42, google_ads: 28, instagram: 16, referral: 8, direct: 6 },
  },
  storeOrdersPerYear: 0,
  season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  basket: {
    meanLines: 1,
    priceTilt: 0,
    categories: { garden: 20, camping: 16, hiking: 14, clothing: 14, kitchen: 12, living: 12, textiles: 6, gifts: 6 },
    couponShare: 0,
  },
  returnFactor: 0,
  supportFactor: 0,
  newsletter: { consentShare: 0, openShare: 0, clickShare: 0, leavesPerIssue: 0 },
  satisfaction: { mean: 0.5, deviation: 0.1 },
  planLife: (_random, span) => ({ joinedAt: span.startsAt }),
})
