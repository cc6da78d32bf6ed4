import ExcelJs from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeUser, makeWorkspace } from '../../../../test/makers.ts'
import { makeTicket, publishSurvey, submit, type Trial } from '../../../../test/survey-trial.ts'
import { expectStatus, startTestServer, type Person, type Reply, type TestServer } from '../../../../test/test-server.ts'
import { waitFor } from '../../../../test/wait.ts'
import type { ImportProgress, ImportReading, Response, Summary } from '../responses.contract.ts'

let server: TestServer
let owner: Person

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  await server.startWorker()
})
afterAll(async () => server.close())

const nps = { key: 'nps', type: 'nps' }
const why = { key: 'why', type: 'long_text' }

const read = (survey: Trial, body: Buffer | string, as = owner): Promise<Reply<ImportReading>> =>
  server.request('POST', `/v1/surveys/${survey.surveyId}/import/read?name=old.csv`, { body, as, headers: { 'content-type': 'text/csv' } })
const start = (survey: Trial, fileId: string, columns: ImportReading['columns']) =>
  server.request<ImportProgress>('POST', `/v1/surveys/${survey.surveyId}/import/${fileId}`, { body: { columns }, as: owner })
const readProgress = async (survey: Trial, fileId: string) => (await server.request<ImportProgress>('GET', `/v1/surveys/${survey.surveyId}/import/${fileId}`, { as: owner })).body
const readSummary = async (survey: Trial) => expectStatus(await server.request<Summary>('GET', `/v1/surveys/${survey.surveyId}/summary`, { as: owner }), 200).body
const list = async (survey: Trial) => expectStatus(await server.request<{ items: Response[] }>('GET', `/v1/surveys/${survey.surveyId}/responses?limit=200`, { as: owner }), 200).body.items

async function importFile(survey: Trial, body: Buffer | string, change: (columns: ImportReading['columns']) => ImportReading['columns'] = (columns) => columns): Promise<ImportProgress> {
  const reading = expectStatus(await read(survey, body), 200).body
  expectStatus(await start(survey, reading.fileId, change(reading.columns)), 202)
  return waitFor('The import', async () => {
    const progress = await readProgress(survey, reading.fileId)
    return ['done', 'failed', 'cancelled'].includes(progress.state) ? progress : undefined
  })
}

const countEvents = async (survey: Trial) =>
  (await sql<{ count: number }>`select count(*)::int as count from event_log where body like ${`%"survey_id":"${survey.surveyId}"%`}`.execute(server.platform.db)).rows[0]!.count

describe('old answers', () => {
  const scores = [...Array<number>(50).fill(9), ...Array<number>(30).fill(7), ...Array<number>(20).fill(3)]
  const file = `E-mail,NPS,Comment,Completed at\n${scores.map((score, index) => `person-${index}@shop.example,${score},"Score, ${score}",2026-0${(index % 3) + 1}-15`).join('\n')}`

  test('count from day one: 50 promoters, 30 passives, 20 detractors are 30', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions: [nps, why] })
    const reading = expectStatus(await read(survey, file), 200).body
    expect(reading).toMatchObject({ rows: 100, columns: [{ column: 'E-mail', target: 'email' }, { target: 'answer', name: 'nps' }, { target: 'answer', name: 'why' }, { target: 'answered_at' }] })
    expect(reading.sample[0]).toEqual(['person-0@shop.example', '9', 'Score, 9', '2026-01-15'])

    expect(await importFile(survey, file)).toMatchObject({ state: 'done', rows: 100, imported: 100, failedCount: 0, failed: [] })
    const { figures } = (await readSummary(survey)).questions[0]!
    expect(figures[0]).toMatchObject({ metric: 'nps', value: 30, n: 100 })
    expect(figures[0]!.interval!.from).toBeCloseTo(14.05, 2)
    expect(figures[0]!.interval!.to).toBeCloseTo(44.2, 2)
    expect(await countEvents(survey)).toBe(400)

    // On the timeline of who answered, when they did.
    const person = (await server.request<{ id: string }>('GET', '/v1/people/lookup?value=person-7@shop.example', { as: owner })).body
    const own = await server.request<{ items: Response[] }>('GET', `/v1/people/${person.id}/survey-responses`, { as: owner })
    expect(own.body.items).toMatchObject([{ channel: 'import', completedAt: '2026-02-14T23:00:00.000Z', status: 'completed', answers: [{ value: 9 }, { value: 'Score, 9' }] }])
    const { items } = (await waitFor('The events', async () => {
      const reply = await server.request<{ items: { name: string; time: string }[] }>('GET', `/v1/people/${person.id}/events`, { as: owner })
      return reply.body.items.some(({ name }) => name === 'Survey Completed') ? reply : undefined
    })).body
    expect(items.find(({ name }) => name === 'Survey Completed')!.time).toBe('2026-02-14T23:00:00.000Z')

    // The same file once more.
    expect(await importFile(survey, file)).toMatchObject({ state: 'done', imported: 100 })
    expect(await list(survey)).toHaveLength(100)
    expect(await countEvents(survey)).toBe(400)
  })

  test('come in any encoding; bad rows are named and stop no other', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions: [nps, why], more: { hiddenFields: ['shop'] } })
    const text = 'Kunden-ID;nps;why;Datum;shop\n77;9;Schön;13/02/2026;Süd\n;11;;01/02/2026;\n78;8;;32/01/2026;\n79;;;01/02/2026;\n\nnull;3;;01/02/2026;\n;0;Größe \u0080;03/02/2026;'
    const progress = await importFile(survey, Buffer.from(text, 'latin1'))
    expect(progress).toMatchObject({ state: 'done', rows: 6, imported: 2, failedCount: 4 })
    expect(progress.failed).toEqual([
      { row: 3, message: 'nps: Choose a number from 0 to 10.' }, { row: 4, message: expect.stringContaining('"32/01/2026" is no date') }, { row: 5, message: 'There is no answer in this row.' },
      { row: 7, message: expect.stringContaining('placeholder') },
    ])
    const items = await list(survey)
    expect(items.map(({ startedAt, hidden, answers }) => [startedAt, hidden, answers.map(({ value }) => value)])).toEqual([
      ['2026-02-12T23:00:00.000Z', { shop: 'Süd' }, [9, 'Schön']], ['2026-02-02T23:00:00.000Z', {}, [0, 'Größe €']],
    ])
    expect(items[0]!.person).not.toBeNull()
    expect(items[1]!.person).toBeNull()
  })

  test('come from an XLSX file, and go out as one with real numbers and dates', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions: [nps, why, { key: 'day', type: 'date' }] })
    const workbook = new ExcelJs.Workbook()
    const sheet = workbook.addWorksheet('Answers')
    sheet.addRow(['nps', 'why', 'Answered at', 'day'])
    sheet.addRow([10, '=HYPERLINK("http://evil.example")', new Date('2026-01-05T10:00:00Z'), new Date('2026-01-01T00:00:00Z')])
    sheet.addRow([{ formula: '1+1', result: 2 }, '@sum', new Date('2026-01-06T10:00:00Z'), null])
    expect(await importFile(survey, Buffer.from(await workbook.xlsx.writeBuffer()))).toMatchObject({ state: 'done', imported: 2 })

    const csv = await server.request<string>('GET', `/v1/surveys/${survey.surveyId}/export?format=csv`, { as: owner })
    expect(csv.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': expect.stringContaining('attachment') })
    const lines = csv.body.replace('\ufeff', '').trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain('About nps,About why,About day')
    expect(lines[2]).toContain(`10,"'=HYPERLINK(""http://evil.example"")",2026-01-01T00:00:00.000Z`)

    const raw = await server.app.inject({ method: 'GET', url: `/v1/surveys/${survey.surveyId}/export?format=xlsx`, headers: { host: 'localhost:4400', ...owner.headers } })
    const out = new ExcelJs.Workbook()
    await out.xlsx.load(raw.rawPayload as never)
    const rows = out.worksheets[0]!
    const titles = (rows.getRow(1).values as string[])
    const cell = (row: number, title: string) => rows.getRow(row).getCell(titles.indexOf(title)).value
    expect(cell(3, 'About nps')).toBe(10)
    expect(cell(3, 'About why')).toBe(`'=HYPERLINK("http://evil.example")`)
    expect(cell(3, 'Completed at')).toEqual(new Date('2026-01-05T10:00:00Z'))
    expect(cell(2, 'About why')).toBe("'@sum")
    expect(cell(2, 'About day')).toBeNull()
  })

  test('without a zone are of the workspace’s, and leave it as they came', async () => {
    const tokyo = await makeWorkspace(server, { timezone: 'Asia/Tokyo' })
    const survey = await publishSurvey(server, tokyo.workspaceId, { questions: [nps] })
    const sheet = new ExcelJs.Workbook()
    sheet.addWorksheet('old').addRows([['nps', 'date'], [9, new Date('2026-07-04T17:05:00Z')], [8, '2026-01-04'], [7, '2026-01-03T10:00:00Z']])
    const reading = expectStatus(await read(survey, Buffer.from(await sheet.xlsx.writeBuffer()), tokyo), 200).body
    expect(reading.sample[0]).toEqual(['9', '2026-07-04 17:05:00'])
    const url = `/v1/surveys/${survey.surveyId}/import/${reading.fileId}`
    expectStatus(await server.request('POST', url, { as: tokyo, body: { columns: reading.columns } }), 202)
    await waitFor('The import', async () => (await server.request<ImportProgress>('GET', url, { as: tokyo })).body.state === 'done')
    const { items } = expectStatus(await server.request<{ items: Response[] }>('GET', `/v1/surveys/${survey.surveyId}/responses`, { as: tokyo }), 200).body
    expect(items.map(({ startedAt }) => startedAt)).toEqual(['2026-07-04T08:05:00.000Z', '2026-01-03T15:00:00.000Z', '2026-01-03T10:00:00.000Z'])

    const raw = await server.app.inject({ method: 'GET', url: `/v1/surveys/${survey.surveyId}/export?format=xlsx`, headers: { host: 'localhost:4400', ...tokyo.headers } })
    const out = new ExcelJs.Workbook()
    await out.xlsx.load(raw.rawPayload as never)
    const [rows] = out.worksheets
    const column = (rows!.getRow(1).values as string[]).indexOf('Completed at')
    expect([2, 3, 4].map((row) => rows!.getRow(row).getCell(column).value)).toEqual([new Date('2026-07-04T17:05:00Z'), new Date('2026-01-04T00:00:00Z'), new Date('2026-01-03T19:00:00Z')])
  })

  test('of employees stay nobody’s', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions: [nps], kind: 'employees' })
    expect(await importFile(survey, 'email,nps,date\nboss@shop.example,1,2026-01-02 10:11')).toMatchObject({ imported: 1 })
    const { rows } = await sql`select profile_id, user_id, started_at from survey_responses where survey_id = ${survey.surveyId}`.execute(server.platform.db)
    expect(rows).toEqual([{ profile_id: null, user_id: null, started_at: new Date('2026-01-02T00:00:00Z') }])
    expect((await server.request('GET', '/v1/people/lookup?value=boss@shop.example', { as: owner })).status).toBe(404)
    expect((await server.request('GET', `/v1/surveys/${survey.surveyId}/export`, { as: owner })).status).toBe(409)
  })
})

describe('an import', () => {
  test('can be cancelled before and while it runs', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions: [nps] })
    const reading = (await read(survey, 'nps\n9\n8')).body
    const url = `/v1/surveys/${survey.surveyId}/import/${reading.fileId}`
    expect((await server.request('DELETE', url, { as: owner })).body).toMatchObject({ state: 'cancelled' })
    expect((await start(survey, reading.fileId, reading.columns)).status).toBe(409)
    const many = (await read(survey, `nps\n${Array.from({ length: 5_000 }, () => '9').join('\n')}`)).body
    expectStatus(await start(survey, many.fileId, many.columns), 202)
    const stopped = (await server.request<ImportProgress>('DELETE', `/v1/surveys/${survey.surveyId}/import/${many.fileId}`, { as: owner })).body
    expect(stopped.state).toBe('cancelled')
    expect(await readProgress(survey, many.fileId)).toMatchObject({ state: 'cancelled', imported: stopped.imported })
  })

  test.each([
    ['nothing', Buffer.alloc(0)], ['a head alone', 'nps\n'], ['bytes', Buffer.from([0, 1, 2, 255, 254, 0, 0, 0, 1, 0, 2])], ['a broken XLSX', Buffer.from('PK\u0003\u0004 nothing')],
  ])('takes no file of %s', async (_name, body) => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions: [nps] })
    expect((await read(survey, body)).status).toBe(400)
  })

  test('takes no mapping that does not fit, and no stranger', async () => {
    const survey = await publishSurvey(server, owner.workspaceId, { questions: [nps] })
    const { fileId } = (await read(survey, 'a,b\n9,8')).body
    for (const columns of [
      [{ column: 'c', target: 'answer', name: 'nps' }], [{ column: 'a', target: 'answer', name: 'nope' }], [{ column: 'a', target: 'email' }],
      [{ column: 'a', target: 'answer', name: 'nps' }, { column: 'b', target: 'answer', name: 'nps' }], [{ column: 'a', target: 'hidden', name: 'x' }],
    ]) expect((await start(survey, fileId, columns as ImportReading['columns'])).status, JSON.stringify(columns)).toBe(400)
    expect((await read(survey, 'a\n1', await makeWorkspace(server))).status).toBe(404)
    expect((await read(survey, 'a\n1', await makeUser(server, 'viewer'))).status).toBe(403)
    const ticket = makeTicket(server, survey)
    expectStatus(await submit(server, ticket, { answers: { nps: 5 } }), 200)
  })
})
