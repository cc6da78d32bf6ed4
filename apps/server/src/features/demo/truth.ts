// The truth about the invented people, for checks of what later features find out by themselves.
import type { BehaviourType } from './behaviours/index.ts'
import { behaviours } from './behaviours/index.ts'
import type { CategoryId } from './brand.ts'
import type { DemoOptions } from './person.ts'
import { createPerson } from './person.ts'
import type { SourceType } from './sources.ts'

export type GroupTruth = {
  label: string
  people: number
  couponShare: number
  storeOrdersPerYear: number
  categories: Partial<Record<CategoryId, number>>
}

export type ProfileTruth = {
  userId: string
  group: string
  /** 0 unhappy … 1 delighted. */
  satisfaction: number
  /** Activity against the group's average. */
  energy: number
  joinedAt: string
  declinesAt?: string
  churnedAt?: string
  marketingSource: SourceType
  anonymousIds: string[]
  companyId?: string
  /** This account and the named one are the same person. */
  secondAccountOf?: string
}

export type DemoTruth = {
  seed: number
  people: number
  endsAt: string
  groups: Record<BehaviourType, GroupTruth>
  profiles: ProfileTruth[]
}

export function describeTruth(options: DemoOptions): DemoTruth {
  const profiles: ProfileTruth[] = []
  for (let index = 0; index < options.people; index++) {
    const person = createPerson(options, index)
    profiles.push({
      userId: person.userId!,
      group: person.behaviour.type,
      satisfaction: person.satisfaction,
      energy: Math.round(person.energy * 1000) / 1000,
      joinedAt: new Date(person.life.joinedAt).toISOString(),
      declinesAt: formatInstant(person.life.declinesAt),
      churnedAt: formatInstant(person.life.churnedAt),
      marketingSource: person.marketingSource,
      anonymousIds: person.devices.map((device) => device.anonymousId),
      companyId: person.company?.id,
      secondAccountOf: person.secondAccountOf,
    })
  }
  const groups = Object.fromEntries(
    behaviours.map((behaviour) => [
      behaviour.type,
      {
        label: behaviour.label,
        people: profiles.filter((profile) => profile.group === behaviour.type).length,
        couponShare: behaviour.basket.couponShare,
        storeOrdersPerYear: behaviour.storeOrdersPerYear,
        categories: behaviour.basket.categories,
      },
    ]),
  ) as Record<BehaviourType, GroupTruth>
  return { seed: options.seed, people: options.people, endsAt: new Date(options.endsAt).toISOString(), groups, profiles }
}

function formatInstant(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString()
}
