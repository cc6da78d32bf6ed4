// A rule has one answer: memberships kept on the stream, the compiled query and a naive reading of the raw events agree
// at every moment, and every entry and exit is told once, at its exact instant. A failure prints its seed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDice, drawHappening, drawRule, spans, type Dice } from '../../../../test/rule-cases.ts'
import { lengthOf, type Happening } from '../../../../test/rule-oracle.ts'
import { expectedChanges } from '../../../../test/rule-changes.ts'
import { RuleTrial } from '../../../../test/rule-trial.ts'
import type { Person } from '../../people/people.contract.ts'

const hourMs = 3_600_000

/** A leap day, a change of clocks, and an ordinary week. */
const places = [
  { startsAt: Date.parse('2028-02-27T21:40:00.000Z'), timezone: 'Europe/Berlin' },
  { startsAt: Date.parse('2027-02-27T02:10:00.000Z'), timezone: 'America/Sao_Paulo' },
  { startsAt: Date.parse('2026-10-24T20:00:00.000Z'), timezone: 'Europe/Berlin' },
  { startsAt: Date.parse('2018-11-03T22:30:00.000Z'), timezone: 'America/Sao_Paulo' },
]
/** Nothing ever merges these: their changes must be told to the millisecond. */
const plainSenders = ['user-3', 'user-6', 'user-7']
const allSenders = ['user-0', 'user-1', 'user-2', ...plainSenders, 'user-4', 'user-5', 'anonymous-0', 'anonymous-1', 'mail-0@shop.example']

function drawStep(dice: Dice): number {
  return dice.pick([1, ...spans.flatMap((span) => [lengthOf(span) - 1, lengthOf(span), lengthOf(span) + 1]), 26 * hourMs])
}

function drawHistory(dice: Dice, now: number, count: number, senders = allSenders): Happening[] {
  return Array.from({ length: count }, () => {
    const sender = dice.pick(senders)
    const happening = drawHappening(dice, sender, now)
    // Somebody who is known by an address alone is known through identify calls.
    return sender.includes('@') ? { ...happening, type: 'identify' as const, name: '', properties: {}, groupId: '', traits: { ...happening.traits, email: sender } } : happening
  })
}

async function makeRules(trial: RuleTrial, dice: Dice, count: number): Promise<string[]> {
  const made: string[] = []
  for (let index = 0; index < count; index++) made.push(await trial.makeSegment(drawRule(dice, trial.now, [...trial.rules.keys()])))
  return made
}

async function moveOn(trial: RuleTrial, dice: Dice): Promise<void> {
  await trial.advance(drawStep(dice))
  expect(await trial.findDisagreements(), 'after time has passed').toEqual([])
}

async function sendSome(trial: RuleTrial, dice: Dice, senders = allSenders): Promise<void> {
  await trial.sendApart(drawHistory(dice, trial.now, 24, senders))
  expect(await trial.findDisagreements(), 'after events').toEqual([])
}

/** What gathered while no worker ran is folded as one batch, and each change still has its own instant. Not for companies: their people are asked once the batch is done. */
async function catchUp(trial: RuleTrial, dice: Dice): Promise<void> {
  await trial.gather(async (move) => {
    for (let request = 0; request < 4; request++) {
      move(drawStep(dice) + 2_000)
      await trial.sendApart(drawHistory(dice, trial.now, 10).filter(({ type }) => type !== 'group'))
    }
  })
  expect(await trial.findDisagreements(), 'after a backlog').toEqual([])
}

/** A browser signs in, an address turns out to be a user's, an alias is given. */
async function link(trial: RuleTrial, dice: Dice): Promise<void> {
  const sign = (sender: string, more: Partial<Happening>): Happening => ({ type: 'identify', name: '', time: trial.now - dice.below(1_000), receivedAt: trial.now, sender, properties: {}, traits: {}, groupId: '', ...more })
  const happenings = [sign('user-0', {}), sign('user-1', { traits: { email: 'mail-0@shop.example' } }), sign('user-2', { type: 'alias' })]
  await trial.sendApart([...drawHistory(dice, trial.now, 6), ...happenings, ...drawHistory(dice, trial.now, 6)], [...Array<object>(6).fill({}), { anonymousId: 'anonymous-0' }, {}, { previousId: 'anonymous-1' }])
  trial.unite('user-0', 'anonymous-0')
  trial.unite('user-1', 'mail-0@shop.example')
  trial.unite('user-2', 'anonymous-1')
  expect(await trial.findDisagreements(), 'after people turned out to be one').toEqual([])
}

async function mergeByHand(trial: RuleTrial, dice: Dice): Promise<void> {
  await trial.sendApart(drawHistory(dice, trial.now, 4, ['user-4', 'user-4', 'user-5']).concat(['user-4', 'user-5'].map((sender) => drawHappening(dice, sender, trial.now))))
  await trial.settle()
  const apart = trial.groups
  await trial.call<Person>('POST', `/v1/people/${trial.profileId('user-5')}/merge`, { otherId: trial.profileId('user-4'), reason: '' })
  trial.unite('user-4', 'user-5')
  expect(await trial.findDisagreements(), 'after a merge by hand').toEqual([])
  await sendSome(trial, dice, ['user-4', 'user-5'])
  await moveOn(trial, dice)
  const { rows } = await trial.platform.pool.query<{ id: string }>("select id from profile_merges where workspace_id = $1 and reason = 'Merged by hand'", [trial.workspaceId])
  await trial.call('POST', `/v1/merges/${rows[0]!.id}/undo`)
  trial.groups = apart
  expect(await trial.findDisagreements(), 'after the merge was undone').toEqual([])
}

async function expectTold(trial: RuleTrial, rulesFromTheStart: readonly string[]): Promise<void> {
  const told = await trial.readTold()
  for (const id of rulesFromTheStart) {
    for (const sender of plainSenders.filter((one) => trial.senders.includes(one))) {
      const profileId = trial.profileId(sender)
      const found = told.filter((one) => one.segmentId === id && one.profileId === profileId).map(({ isEntered, at }) => ({ isEntered: Boolean(isEntered), at: new Date(at).toISOString() }))
      expect(found, `what is told of ${sender} in ${JSON.stringify(trial.rules.get(id))}`).toEqual(expectedChanges(trial, trial.rules.get(id)!, sender))
    }
  }
  const plain = new Set(plainSenders.filter((one) => trial.senders.includes(one)).map((sender) => trial.profileId(sender)))
  for (const [key, changes] of Map.groupBy(told, ({ segmentId, profileId }) => `${segmentId} ${profileId}`)) {
    if (plain.has(key.split(' ')[1]!)) expect(changes.map(({ isEntered }) => Boolean(isEntered)), `entries and exits of ${key} alternate`).toEqual(changes.map((_, index) => index % 2 === 0))
  }
  // Of whomever profiles have gone into: the last thing told of any of them is where the person stands.
  const roots = await trial.readRoots()
  const last = new Map(told.map((one) => [`${one.segmentId} ${roots.get(one.profileId)}`, Boolean(one.isEntered)]))
  const stored = [...(await trial.storedIds())].flatMap(([id, members]) => members.map((profileId) => `${id} ${profileId}`))
  expect([...last].filter(([, isEntered]) => isEntered).map(([key]) => key).toSorted()).toEqual(stored.toSorted())
}

async function tryRules(seed: number): Promise<void> {
  const dice = createDice(seed)
  const trial = await RuleTrial.start(dice.pick(places))
  try {
    const list = await trial.makeList()
    const first = await makeRules(trial, dice, 14)
    await trial.settle()
    await sendSome(trial, dice)
    await moveOn(trial, dice)
    await sendSome(trial, dice)
    await trial.list(list, 'user-3', trial.senders.includes('user-3'))
    const later = await makeRules(trial, dice, 14)
    expect(await trial.findDisagreements(), 'with rules that were made after the events').toEqual([])
    await moveOn(trial, dice)
    for (const id of later.slice(0, 5)) await trial.edit(id, drawRule(dice, trial.now, [list, ...first]))
    expect(await trial.findDisagreements(), 'after rules were edited').toEqual([])
    await moveOn(trial, dice)
    await link(trial, dice)
    await moveOn(trial, dice)
    await catchUp(trial, dice)
    await mergeByHand(trial, dice)
    await moveOn(trial, dice)
    await expectTold(trial, first)
  } finally {
    await trial.close()
  }
}

// Other rules and histories in every run; RULE_SEED draws those of one that failed again.
test('the stream, the query and the oracle agree on random rules and histories', async () => {
  expect.hasAssertions()
  const seed = process.env['RULE_SEED']
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 - 1 }), tryRules), { ...(seed === undefined ? {} : { seed: Number(seed) }), numRuns: 2, endOnFailure: true })
}, 120_000)
