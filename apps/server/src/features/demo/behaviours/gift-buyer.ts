import { defineBehaviour, planJoining } from './define-behaviour.ts'

/** Comes for the great occasions and spends a lot on few orders, mostly before Christmas. */
export const giftBuyer = defineBehaviour({
  type: 'gift-buyer',
  label: 'Gift buyer',
  share: 0.1,
  web: {
    visitsPerYear: 7,
    depth: 2.8,
    orderChance: 0.26,
    mobileShare: 0.28,
    appShare: 0.05,
    secondDeviceShare: 0.2,
    sources: { organic: 44, direct: 26, google_ads: 16, instagram: 8, referral: 6 },
  },
  storeOrdersPerYear: 0.35,
  season: [0.2, 0.3, 0.4, 0.6, 1.1, 0.6, 0.3, 0.3, 0.4, 0.8, 3.2, 3.8],
  orderSeason: [0.2, 0.8, 0.5, 0.6, 1, 0.8, 0.3, 0.3, 0.5, 0.9, 1.4, 1.5],
  basket: {
    meanLines: 2.5,
    priceTilt: 0.4,
    categories: { gifts: 58, living: 18, kitchen: 14, textiles: 6, garden: 4 },
    couponShare: 0.12,
  },
  returnFactor: 0.95,
  supportFactor: 0.9,
  newsletter: { consentShare: 0.4, openShare: 0.2, clickShare: 0.08, leavesPerIssue: 0.004 },
  satisfaction: { mean: 0.74, deviation: 0.1 },
  planLife: (random, span) => ({ joinedAt: planJoining(random, span, 0.3) }),
})
