import { defineBehaviour, planJoining } from './define-behaviour.ts'

/** Compares, waits for the sale, buys small with a coupon, sends a lot back. */
export const bargainHunter = defineBehaviour({
  type: 'bargain-hunter',
  label: 'Bargain hunter',
  share: 0.2,
  web: {
    visitsPerYear: 11.5,
    depth: 2.4,
    orderChance: 0.25,
    mobileShare: 0.72,
    appShare: 0.12,
    secondDeviceShare: 0.25,
    sources: { newsletter: 22, google_ads: 26, referral: 22, organic: 18, instagram: 6, direct: 6 },
  },
  storeOrdersPerYear: 0.15,
  season: [1.35, 0.9, 0.8, 0.8, 0.8, 0.95, 1.4, 1.3, 0.75, 0.85, 1.35, 0.8],
  orderSeason: [1.4, 1.1, 0.75, 0.75, 0.75, 0.9, 1.25, 1.2, 0.6, 0.8, 1.4, 0.9],
  basket: {
    meanLines: 1.5,
    priceTilt: -0.7,
    categories: { clothing: 38, textiles: 24, kitchen: 14, camping: 10, living: 8, garden: 6 },
    couponShare: 0.86,
  },
  returnFactor: 1.15,
  supportFactor: 1,
  newsletter: { consentShare: 0.9, openShare: 0.44, clickShare: 0.3, leavesPerIssue: 0.003 },
  satisfaction: { mean: 0.62, deviation: 0.12 },
  planLife: (random, span) => ({ joinedAt: planJoining(random, span, 0.4) }),
})
