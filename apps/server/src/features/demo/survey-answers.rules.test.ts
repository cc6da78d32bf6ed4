// What the brand's customers answer to its surveys.
import { expect, test } from 'vitest'
import { findTemplate, questionTypes } from '../surveys/index.ts'
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

test.each(Object.keys(demoSurveys))('the survey %s takes every answer to it', (key) => {
  const { content } = findTemplate(key)!
  const mine = answers.filter(({ survey }) => survey === key)
  expect(mine.length).toBeGreaterThan(5)
  for (const [question, value] of mine.flatMap((answer) => Object.entries(answer.answers))) {
    const { type, config } = content.questions.find((one) => one.key === question)!
    // Of choices the file holds keys with commas between, as other tools write them.
    const sent = type === 'single_choice' ? { choice: value } : type === 'multiple_choice' ? { choices: String(value).split(', ') } : type === 'ranking' ? String(value).split(', ') : value
    expect(questionTypes.get(type as never).read(sent, config as never, 'en'), `${value} to ${question}`).toMatchObject({ isValid: true })
  }
})

test('who is content recommends the brand more', () => {
  const truth = new Map(describeTruth(options).profiles.map(({ userId, satisfaction }) => [userId, satisfaction]))
  const scores = answers.filter(({ survey }) => survey === 'relational_nps').map(({ userId, answers: said }) => ({ satisfaction: truth.get(userId)!, score: Number(said['score']) }))
  const meanOf = (rows: typeof scores) => rows.reduce((sum, { score }) => sum + score, 0) / rows.length
  expect(meanOf(scores.filter(({ satisfaction }) => satisfaction > 0.7)) - meanOf(scores.filter(({ satisfaction }) => satisfaction < 0.45))).toBeGreaterThan(2)
})

test('visits name their shop, and some say why', () => {
  expect(answers.filter(({ survey }) => survey === 'store_visit').every(({ location }) => location)).toBe(true)
  expect(answers.filter(({ answers: said }) => said['comment']).length).toBeGreaterThan(20)
})
