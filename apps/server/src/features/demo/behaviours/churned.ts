import { defineBehaviour } from './define-behaviour.ts'

const dayMs = 86_400_000

/** Bought for a while and has not been seen for at least four months. */
export const churned = defineBehaviour({
  type: 'churned',
  label: 'Churned',
  share: 0.13,
  web: {
    visitsPerYear: 14,
    depth: 2.2,
    orderChance: 0.22,
    mobileShare: 0.42,
    appShare: 0.06,
    secondDeviceShare: 0.15,
    sources: { google_ads: 42, instagram: 20, organic: 22, direct: 8, newsletter: 4, referral: 4 },
  },
  storeOrdersPerYear: 0.5,
  season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  basket: {
    meanLines: 1.7,
    priceTilt: -0.15,
    categories: { living: 34, textiles: 26, kitchen: 20, clothing: 12, garden: 8 },
    couponShare: 0.35,
  },
  returnFactor: 1.1,
  supportFactor: 1.9,
  newsletter: { consentShare: 0.55, openShare: 0.18, clickShare: 0.05, leavesPerIssue: 0.03 },
  satisfaction: { mean: 0.36, deviation: 0.14 },
  planLife(random, span) {
    const churnedAt = span.endsAt - random.between(120, 300) * dayMs
    return {
      joinedAt: random.chance(0.6) ? span.startsAt - random.between(5, 900) * dayMs : span.startsAt + random.between(0, 25) * dayMs,
      churnedAt,
    }
  },
})
