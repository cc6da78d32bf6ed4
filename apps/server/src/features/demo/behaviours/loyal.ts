import { defineBehaviour, planJoining } from './define-behaviour.ts'

/** Comes often, all year, on every channel, and pays the full price. */
export const loyal = defineBehaviour({
  type: 'loyal',
  label: 'Loyal',
  share: 0.18,
  web: {
    visitsPerYear: 16.5,
    depth: 2.2,
    orderChance: 0.3,
    mobileShare: 0.5,
    appShare: 0.55,
    secondDeviceShare: 0.6,
    sources: { direct: 40, newsletter: 12, organic: 28, google_ads: 6, instagram: 6, referral: 4, store: 4 },
  },
  storeOrdersPerYear: 2.6,
  season: [0.95, 0.95, 1, 1.05, 1.05, 1.05, 1, 0.95, 1, 1, 1, 1],
  basket: {
    meanLines: 2.1,
    priceTilt: -0.12,
    categories: { garden: 22, camping: 12, hiking: 16, clothing: 14, kitchen: 14, living: 12, textiles: 7, gifts: 3 },
    couponShare: 0.08,
  },
  returnFactor: 0.85,
  supportFactor: 0.7,
  newsletter: { consentShare: 0.85, openShare: 0.52, clickShare: 0.2, leavesPerIssue: 0.001 },
  satisfaction: { mean: 0.84, deviation: 0.08 },
  planLife: (random, span) => ({ joinedAt: planJoining(random, span, 0.12) }),
})
