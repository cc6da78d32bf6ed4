// The registry of behaviours: one file and one line each.
import { atRisk } from './at-risk.ts'
import { bargainHunter } from './bargain-hunter.ts'
import { churned } from './churned.ts'
import { giftBuyer } from './gift-buyer.ts'
import { loyal } from './loyal.ts'
import { occasional } from './occasional.ts'

export const behaviours = [loyal, bargainHunter, giftBuyer, occasional, atRisk, churned] as const
export type BehaviourType = (typeof behaviours)[number]['type']
