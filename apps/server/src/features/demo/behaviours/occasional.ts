import { defineBehaviour, planJoining } from './define-behaviour.ts'

/** New or rare: one or two small purchases, more often in the shop than on the site. */
export const occasional = defineBehaviour({
  type: 'occasional',
  label: 'Occasional',
  share: 0.26,
  web: {
    visitsPerYear: 6,
    depth: 1.7,
    orderChance: 0.05,
    mobileShare: 0.66,
    appShare: 0.04,
    secondDeviceShare: 0.1,
    sources: { organic: 36, instagram: 20, google_ads: 18, direct: 8, store: 12, referral: 6 },
  },
  storeOrdersPerYear: 1.5,
  season: [0.7, 0.7, 1, 1.25, 1.35, 1.25, 1.1, 0.95, 0.9, 0.9, 0.95, 0.95],
  basket: {
    meanLines: 1.3,
    priceTilt: -0.3,
    categories: { garden: 46, camping: 20, hiking: 16, kitchen: 8, living: 5, clothing: 5 },
    couponShare: 0.22,
  },
  returnFactor: 0.95,
  supportFactor: 0.8,
  newsletter: { consentShare: 0.45, openShare: 0.24, clickShare: 0.07, leavesPerIssue: 0.006 },
  satisfaction: { mean: 0.68, deviation: 0.13 },
  planLife: (random, span) => ({ joinedAt: planJoining(random, span, 0.65) }),
})
