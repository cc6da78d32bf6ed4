// What matters now about a person, said in the head of their page. Pure.
import type { Person } from '../people.contract.ts'
import type { ProfileState } from './profile-state.ts'

type Headline = Person['headlines'][number]

const dayMs = 86_400_000

function iso(time: number): string | null {
  return time > 0 ? new Date(time).toISOString() : null
}

function formatAmount(amount: number, currency: string): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount)
}

function ago(at: number, now: number): string {
  const days = Math.floor((now - at) / dayMs)
  return days <= 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`
}

/** What they last said of us in stars. After half a year it says nothing of today. */
function describeMood(rating: ProfileState['stats']['lastRating'], now: number): Headline | undefined {
  if (!rating || now - rating.at > 180 * dayMs) return undefined
  const { stars, at } = rating
  const [word, tone] = stars >= 4 ? (['Happy', 'good'] as const) : stars >= 3 ? (['Mixed', 'neutral'] as const) : (['Unhappy', 'bad'] as const)
  return { kind: 'mood', text: `${word}: ${stars} of 5 stars ${ago(at, now)}`, at: iso(at), tone }
}

/** At most five, the most pressing first. `now`: milliseconds since 1970. */
export function describeHeadlines(profile: ProfileState, currency: string, now: number): Headline[] {
  const { stats } = profile
  const headlines: Headline[] = []
  const matter = stats.openMatters.at(-1)
  if (matter) {
    const more = stats.openMatters.length > 1 ? ` and ${stats.openMatters.length - 1} more` : ''
    headlines.push({ kind: 'open_matter', text: `Open: ${matter.topic}${more}`, at: iso(matter.at), tone: 'bad' })
  }
  if (stats.cartItems > 0 && now - stats.cartAt < 14 * dayMs) {
    headlines.push({ kind: 'open_cart', text: `Cart: ${stats.cartItems} ${stats.cartItems === 1 ? 'item' : 'items'}, ${formatAmount(stats.cartValue, currency)}`, at: iso(stats.cartAt), tone: 'neutral' })
  }
  const mood = describeMood(stats.lastRating, now)
  if (mood) headlines.push(mood)
  const order = stats.recentOrders.at(-1)
  if (order) {
    const state = order.refunded >= order.total && order.total > 0 ? ', returned' : order.refunded > 0 ? ', partly returned' : ''
    headlines.push({ kind: 'last_order', text: `Last order ${ago(order.at, now)}: ${formatAmount(order.total, currency)}${state}`, at: iso(order.at), tone: state ? 'bad' : 'good' })
  }
  if (stats.orders > 0) headlines.push({ kind: 'value', text: `${formatAmount(stats.revenue, currency)} in ${stats.orders} ${stats.orders === 1 ? 'order' : 'orders'}`, at: null, tone: 'neutral' })
  if (headlines.length === 0) headlines.push({ kind: 'last_seen', text: `Last seen ${ago(profile.lastSeenAt, now)}`, at: iso(profile.lastSeenAt), tone: 'neutral' })
  return headlines
}
