import { defineBehaviour } from './define-behaviour.ts'

const dayMs = 86_400_000

/** Used to buy regularly; something went wrong months ago, and visits dwindle without orders. */
export const atRisk = defineBehaviour({
  type: 'at-risk',
  label: 'At risk',
  share: 0.13,
  web: {
    visitsPerYear: 15,
    depth: 2,
    orderChance: 0.26,
    mobileShare: 0.5,
    appShare: 0.2,
    secondDeviceShare: 0.35,
    sources: { direct: 24, organic: 30, google_ads: 22, newsletter: 10, referral: 8, instagram: 6 },
  },
  storeOrdersPerYear: 0.8,
  season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  basket: {
    meanLines: 1.8,
    priceTilt: -0.05,
    categories: { hiking: 30, camping: 26, clothing: 22, garden: 10, living: 6, kitchen: 6 },
    couponShare: 0.25,
  },
  returnFactor: 1.2,
  supportFactor: 2.6,
  newsletter: { consentShare: 0.7, openShare: 0.3, clickShare: 0.08, leavesPerIssue: 0.012 },
  satisfaction: { mean: 0.34, deviation: 0.1 },
  planLife: (random, span) => ({
    joinedAt: span.startsAt - random.between(20, 1100) * dayMs,
    declinesAt: span.endsAt - random.between(75, 160) * dayMs,
  }),
})
