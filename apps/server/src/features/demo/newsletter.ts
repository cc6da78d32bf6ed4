// The newsletter: delivered every second Thursday, opened, clicked (which starts a visit), sometimes left.
import type { Actor } from './actor.ts'
import { emitFromServer, schedule } from './actor.ts'
import { dayMs, findMonth, findNextIssue, hourMs, minuteMs } from './calendar.ts'
import { findActivity } from './person.ts'
import { runVisit } from './visit.ts'

const subjects = [
  'A quiet January sale', 'Last pieces at their best price', 'First green', 'Beds, seeds and rain barrels', 'Long evenings outside', 'Pack for the hills',
  'Summer sale: tents and towels', 'Still time for one more trip', 'Harvest table', 'Layers for October', 'Black week begins', 'Gifts that last',
] as const

/** Puts the next issue on the agenda; each issue puts the one after it there, and only goes to subscribers. */
export function planNewsletter(actor: Actor): void {
  const issue = findNextIssue(actor.now + hourMs)
  schedule(actor, issue.at + actor.random.between(0, 25) * minuteMs, (later) => deliver(later, issue.number))
}

function deliver(actor: Actor, issue: number): void {
  const { person, random } = actor
  planNewsletter(actor)
  if (!actor.hasNewsletter) return
  const { openShare, clickShare, leavesPerIssue } = person.behaviour.newsletter
  const properties = { newsletter: `issue-${issue}`, subject: subjects[findMonth(actor.now)], channel: 'email' }
  const report = (event: string) => (later: Actor) => emitFromServer(later, 'email', { type: 'track', event, properties })
  report('Newsletter Delivered')(actor)
  const hasLeft = findActivity(person, actor.now) === 0
  const interest = hasLeft ? 0 : 0.4 + 0.6 * (findActivity(person, actor.now) / person.energy)
  if (random.chance(openShare * interest)) {
    const openedAt = actor.now + random.waiting(5) * hourMs + minuteMs
    schedule(actor, openedAt, report('Newsletter Opened'))
    if (random.chance(clickShare)) {
      const clickedAt = openedAt + random.between(10, 90) * 1000
      schedule(actor, clickedAt, report('Newsletter Clicked'))
      schedule(actor, clickedAt + 2000, (later) => runVisit(later, { source: 'newsletter', newsletter: `issue-${issue}` }))
    }
  }
  if (random.chance(leavesPerIssue * (hasLeft ? 2.5 : 1))) {
    schedule(actor, actor.now + random.between(0.02, 1.5) * dayMs, leave)
  }
}

function leave(actor: Actor): void {
  actor.hasNewsletter = false
  emitFromServer(actor, 'email', {
    type: 'track',
    event: 'Consent Withdrawn',
    properties: { purpose: 'marketing', channel: 'email', source: 'unsubscribe link' },
  })
}
