// What the brand's customers answer to its surveys.
import { expect, test } from 'vitest'
import { generateByActor } from './generate.ts'
import { createAnswerSheet, demoSurveys, type DemoAnswer } from './survey-answers.ts'
import { describeTruth } from './truth.ts'

const options = { people: 400, seed: 3, endsAt: Date.parse('2026-11-25T12:00:00.000Z') }

function answerAll(): DemoAnswer[] {
  const sheet = createAnswerSheet(options)
  for (const { actor, event } of generateByActor(options)) sheet.observe(actor, event)
  return sheet.list()
}

const answers = answerAll()

test('the same people, seed and end give the same answers, in order of time and none after the end', () => {
  expect(answerAll()).toEqual(answers)
  expect(answers.length).toBeGreaterThan(200)
  expect(answers.every(({ answeredAt }, index) => answeredAt < options.endsAt && answeredAt >= (answers[index - 1]?.answeredAt ?? 0))).toBe(true)
})

test.each(Object.entries(demoSurveys))('%s has scores on its scale', (survey, { steps: [low, high] }) => {
  const scores = answers.filter((answer) => answer.survey === survey).map(({ score }) => score)
  expect(scores.length).toBeGreaterThan(5)
  expect(scores.every((score) => Number.isInteger(score) && score >= low && score <= high)).toBe(true)
})

test('who is content recommends the brand more', () => {
  const truth = new Map(describeTruth(options).profiles.map(({ userId, satisfaction }) => [userId, satisfaction]))
  const scores = answers.filter(({ survey }) => survey === 'relational_nps').map(({ userId, score }) => ({ satisfaction: truth.get(userId)!, score }))
  const meanOf = (rows: typeof scores) => rows.reduce((sum, { score }) => sum + score, 0) / rows.length
  expect(meanOf(scores.filter(({ satisfaction }) => satisfaction > 0.7)) - meanOf(scores.filter(({ satisfaction }) => satisfaction < 0.45))).toBeGreaterThan(2)
})

test('visits name their shop, and some say why', () => {
  expect(answers.filter(({ survey }) => survey === 'store_visit').every(({ location }) => location)).toBe(true)
  const share = answers.filter(({ comment }) => comment).length / answers.length
  expect(share).toBeGreaterThan(0.3)
  expect(share).toBeLessThan(0.6)
})
