// How each event is told on the timeline. One entry an event; an event without one is told by its name.
import { numberAt, textAt } from '../../../platform/stream-event.ts'
import type { TimelineItem } from '../people.contract.ts'

export interface Told {
  title: string
  detail?: string
  amount?: number
  /** Where it depends on what happened. */
  tone?: TimelineItem['tone']
}

interface Story {
  events: readonly string[]
  icon: string
  tone?: TimelineItem['tone']
  /** Has a line of its own even within a visit. */
  standsAlone: boolean
  tell(properties: Record<string, unknown>): Told
}

function defineStory(story: Story): Story {
  return story
}

const text = textAt

function productNames(properties: Record<string, unknown>): string {
  const products = Array.isArray(properties['products']) ? (properties['products'] as Record<string, unknown>[]) : []
  const names = products.map((product) => text(product ?? {}, 'name')).filter(Boolean)
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

function tellOrder(properties: Record<string, unknown>): Told {
  const count = Array.isArray(properties['products']) ? properties['products'].length : 0
  const store = text(properties, 'store')
  const title = `${store ? `Bought in the shop ${store}` : 'Ordered'}${count > 0 ? `: ${counted(count, 'product', 'products')}` : ''}`
  const coupon = text(properties, 'coupon')
  const detail = [productNames(properties), coupon && `with ${coupon}`].filter(Boolean).join(' · ')
  return { title, detail, amount: numberAt(properties, 'total') ?? numberAt(properties, 'revenue') ?? numberAt(properties, 'value') }
}

const interactionTitles: Record<string, [incoming: string, outgoing: string]> = {
  call: ['Called us', 'We called'],
  store_visit: ['Came to the shop', 'Visited'],
  meeting: ['Met with us', 'Met'],
  letter: ['Wrote a letter', 'We wrote a letter'],
  other: ['Was in touch', 'We were in touch'],
}

const groupTones: Record<string, TimelineItem['tone']> = { promoter: 'good', satisfied: 'good', easy: 'good', detractor: 'bad', unsatisfied: 'bad', hard: 'bad' }

function tellAnswer(properties: Record<string, unknown>): Told {
  const [survey, title, answer, group] = ['survey', 'title', 'answer', 'group'].map((name) => text(properties, name)) as [string, string, string, string]
  if (numberAt(properties, 'score') === undefined) return { title: `Answered in ${survey}: ${title}`, detail: answer && `“${answer}”` }
  return { title: `Answered ${answer}${group && ` – ${group} –`} in ${survey}: ${title}`, tone: groupTones[group] ?? 'neutral' }
}

const channelWords: Record<string, string> = { phone: 'by phone', email: 'by e-mail', chat: 'in the chat', social: 'on social media', store: 'in the shop' }

export const stories = [
  defineStory({ events: ['Order Completed'], icon: 'order', tone: 'good', standsAlone: true, tell: tellOrder }),
  defineStory({
    events: ['Order Refunded', 'Order Cancelled'], icon: 'return', tone: 'bad', standsAlone: true,
    tell: (properties) => ({
      title: text(properties, 'reason') ? `Got money back: ${text(properties, 'reason')}` : 'Got money back',
      detail: text(properties, 'order_id') && `Order ${text(properties, 'order_id')}`,
      amount: -(numberAt(properties, 'total') ?? numberAt(properties, 'revenue') ?? 0) || undefined,
    }),
  }),
  defineStory({
    events: ['Return Requested'], icon: 'return', tone: 'bad', standsAlone: true,
    tell: (properties) => ({ title: 'Asked to return an order', detail: [text(properties, 'reason'), text(properties, 'order_id') && `order ${text(properties, 'order_id')}`].filter(Boolean).join(' · ') }),
  }),
  defineStory({
    events: ['Support Contacted'], icon: 'call', standsAlone: true,
    tell: (properties) => ({
      title: `Asked for help ${channelWords[text(properties, 'channel')] ?? ''}${text(properties, 'topic') ? `: ${text(properties, 'topic')}` : ''}`.replace(' :', ':'),
      detail: text(properties, 'message'),
    }),
  }),
  defineStory({
    events: ['Support Resolved'], icon: 'call', tone: 'good', standsAlone: true,
    tell: (properties) => {
      const minutes = numberAt(properties, 'minutes')
      return { title: `Help given${text(properties, 'topic') ? `: ${text(properties, 'topic')}` : ''}`, detail: minutes === undefined ? '' : `after ${counted(Math.round(minutes), 'minute', 'minutes')}` }
    },
  }),
  defineStory({
    events: ['Interaction Logged'], icon: 'call', standsAlone: true,
    tell: (properties) => {
      const titles = interactionTitles[text(properties, 'kind')] ?? interactionTitles['other']!
      const title = titles[text(properties, 'direction') === 'out' ? 1 : 0]
      const minutes = numberAt(properties, 'durationMinutes')
      const facts = [text(properties, 'place'), minutes === undefined ? '' : counted(minutes, 'minute', 'minutes'), text(properties, 'by') && `noted by ${text(properties, 'by')}`]
      return { title: `${title}: ${text(properties, 'summary')}`, detail: facts.filter(Boolean).join(' · ') }
    },
  }),
  defineStory({
    events: ['Segment Entered'], icon: 'person', standsAlone: true,
    tell: (properties) => ({ title: `Came into the segment “${text(properties, 'segment')}”`, detail: text(properties, 'reason') }),
  }),
  defineStory({
    events: ['Segment Left'], icon: 'person', standsAlone: true,
    tell: (properties) => ({ title: `Left the segment “${text(properties, 'segment')}”`, detail: text(properties, 'reason') }),
  }),
  defineStory({ events: ['Survey Shown'], icon: 'survey', standsAlone: true, tell: (properties) => ({ title: `Was asked: ${text(properties, 'survey')}` }) }),
  defineStory({ events: ['Survey Started'], icon: 'survey', standsAlone: false, tell: (properties) => ({ title: `Began to answer ${text(properties, 'survey')}` }) }),
  defineStory({ events: ['Survey Answered'], icon: 'survey', standsAlone: true, tell: tellAnswer }),
  defineStory({
    events: ['Survey Completed'], icon: 'survey', standsAlone: true,
    tell: (properties) => {
      const seconds = numberAt(properties, 'seconds')
      return { title: `Completed ${text(properties, 'survey')}`, detail: seconds === undefined ? '' : `in ${seconds < 90 ? counted(Math.round(seconds), 'second', 'seconds') : counted(Math.round(seconds / 60), 'minute', 'minutes')}` }
    },
  }),
  defineStory({
    events: ['Call-back Requested'], icon: 'call', standsAlone: true,
    tell: (properties) => ({ title: 'Asked to be called back', detail: [text(properties, 'call_back_address'), text(properties, 'call_back_note')].filter(Boolean).join(' · ') }),
  }),
  defineStory({
    events: ['Note Added'], icon: 'note', standsAlone: true,
    tell: (properties) => ({ title: text(properties, 'text'), detail: text(properties, 'by') && `Note by ${text(properties, 'by')}` }),
  }),
  defineStory({
    events: ['Consent Granted'], icon: 'consent', tone: 'good', standsAlone: true,
    tell: (properties) => ({ title: `Agreed to ${text(properties, 'purpose')}${text(properties, 'channel') ? ` by ${text(properties, 'channel')}` : ''}` }),
  }),
  defineStory({
    events: ['Consent Withdrawn'], icon: 'consent', tone: 'bad', standsAlone: true,
    tell: (properties) => ({ title: `No longer agrees to ${text(properties, 'purpose')}${text(properties, 'channel') ? ` by ${text(properties, 'channel')}` : ''}` }),
  }),
  defineStory({
    events: ['Product Reviewed'], icon: 'star', standsAlone: true,
    tell: (properties) => {
      const rating = numberAt(properties, 'rating')
      return { title: `Reviewed ${text(properties, 'product') || text(properties, 'name') || 'a product'}${rating === undefined ? '' : `: ${rating} of 5 stars`}`, detail: text(properties, 'text') || text(properties, 'review_body') }
    },
  }),
  defineStory({
    events: ['Newsletter Delivered', 'Email Delivered'], icon: 'mail', standsAlone: true,
    tell: (properties) => ({ title: 'Was sent an e-mail', detail: text(properties, 'subject') || text(properties, 'campaign') }),
  }),
  defineStory({
    events: ['Newsletter Opened', 'Email Opened'], icon: 'mail', standsAlone: true,
    tell: (properties) => ({ title: 'Opened an e-mail', detail: text(properties, 'subject') || text(properties, 'campaign') }),
  }),
  defineStory({
    events: ['Newsletter Clicked', 'Email Clicked', 'Email Link Clicked'], icon: 'mail', tone: 'good', standsAlone: true,
    tell: (properties) => ({ title: 'Clicked in an e-mail', detail: text(properties, 'subject') || text(properties, 'campaign') }),
  }),
  defineStory({ events: ['Account Created', 'Signed Up'], icon: 'person', tone: 'good', standsAlone: true, tell: () => ({ title: 'Created an account' }) }),
  defineStory({ events: ['Loyalty Card Issued'], icon: 'star', tone: 'good', standsAlone: true, tell: () => ({ title: 'Got a loyalty card' }) }),
  defineStory({ events: ['Signed In'], icon: 'person', standsAlone: false, tell: () => ({ title: 'Signed in' }) }),
  defineStory({
    events: ['Product Viewed'], icon: 'visit', standsAlone: false,
    tell: (properties) => ({ title: `Looked at ${text(properties, 'name') || 'a product'}`, amount: undefined, detail: text(properties, 'category') }),
  }),
  defineStory({
    events: ['Product List Viewed'], icon: 'visit', standsAlone: false,
    tell: (properties) => ({ title: `Browsed ${text(properties, 'category') || text(properties, 'list_id') || 'a list'}` }),
  }),
  defineStory({
    events: ['Products Searched'], icon: 'visit', standsAlone: false,
    tell: (properties) => ({ title: `Searched for “${text(properties, 'query')}”` }),
  }),
  defineStory({
    events: ['Product Added'], icon: 'cart', standsAlone: false,
    tell: (properties) => ({ title: `Put ${text(properties, 'name') || 'a product'} into the cart`, amount: numberAt(properties, 'price') }),
  }),
  defineStory({ events: ['Product Removed'], icon: 'cart', standsAlone: false, tell: (properties) => ({ title: `Took ${text(properties, 'name') || 'a product'} out of the cart` }) }),
  defineStory({ events: ['Cart Viewed'], icon: 'cart', standsAlone: false, tell: () => ({ title: 'Looked at the cart' }) }),
  defineStory({ events: ['Checkout Started'], icon: 'cart', standsAlone: false, tell: () => ({ title: 'Went to the checkout' }) }),
  defineStory({ events: ['Coupon Applied'], icon: 'cart', standsAlone: false, tell: (properties) => ({ title: `Used the coupon ${text(properties, 'coupon_name') || text(properties, 'coupon_id') || text(properties, 'coupon')}` }) }),
  defineStory({
    events: ['Web Vitals Measured'], icon: 'visit', standsAlone: false,
    tell: (properties) => ({ title: 'Page speed measured', detail: numberAt(properties, 'lcpMs') === undefined ? '' : `largest content after ${Math.round(numberAt(properties, 'lcpMs')!)} ms` }),
  }),
  defineStory({ events: ['Error Occurred'], icon: 'visit', tone: 'bad', standsAlone: false, tell: (properties) => ({ title: 'Met an error', detail: text(properties, 'message') }) }),
]

const byEvent = new Map(stories.flatMap((story) => story.events.map((name): [string, Story] => [name, story])))

/** Events that are never hidden inside a visit. */
export const standAloneEvents = stories.filter((story) => story.standsAlone).flatMap((story) => story.events)

export interface Narrated extends Told {
  icon: string
  tone: TimelineItem['tone']
}

/** Tells one event in a line. `payload` is the event as sent. */
export function tellEvent(type: string, name: string, payload: Record<string, unknown>): Narrated {
  const properties = (payload['properties'] ?? {}) as Record<string, unknown>
  const traits = (payload['traits'] ?? {}) as Record<string, unknown>
  if (type === 'track') {
    const story = byEvent.get(name)
    return story ? { tone: 'neutral', ...story.tell(properties), icon: story.icon, ...(story.tone ? { tone: story.tone } : {}) } : { icon: 'visit', tone: 'neutral', title: name }
  }
  if (type === 'page' || type === 'screen') {
    const title = name || text(properties, 'title') || text(properties, 'path') || (type === 'page' ? 'a page' : 'a screen')
    return { icon: type === 'page' ? 'visit' : 'app', tone: 'neutral', title: `Opened ${title}`, detail: text(properties, 'path') || text(properties, 'url') }
  }
  if (type === 'identify') {
    const names = Object.keys(traits)
    const detail = names.slice(0, 6).join(', ') + (names.length > 6 ? ' …' : '')
    const editor = text((payload['context'] ?? {}) as Record<string, unknown>, 'by')
    return { icon: 'person', tone: 'neutral', title: editor ? `${editor} changed what we know` : 'Told us who they are', detail }
  }
  if (type === 'group') return { icon: 'person', tone: 'neutral', title: `Belongs to ${text(traits, 'name') || text(payload, 'groupId')}` }
  return { icon: 'merge', tone: 'neutral', title: 'Was known under another id', detail: text(payload, 'previousId') }
}
