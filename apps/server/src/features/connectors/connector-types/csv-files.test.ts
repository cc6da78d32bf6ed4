import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appendRecords, listFileNames, pruneFiles, toCell, type CsvAppend, type CsvRecord } from './csv-files.ts'

let directory: string
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'rapport-csv-')), 'drop')
})
afterEach(() => rm(join(directory, '..'), { recursive: true }))

function record(id: number, cells: unknown[] = [`event ${id}`], isRepeated = false): CsvRecord {
  return { id: String(id), isRepeated, createdAt: new Date(Date.now() - 1_000), cells }
}
async function append(records: CsvRecord[], change: Partial<CsvAppend> = {}): Promise<Map<string, string>> {
  return appendRecords(directory, { day: '2026-11-21', columns: ['event'], separator: ',', maxBytes: 1024 * 1024, records, ...change })
}
async function read(name = '2026-11-21.csv'): Promise<string[][]> {
  return parse(await readFile(join(directory, name)))
}

describe('toCell', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://evil.example","click")', `'=HYPERLINK("http://evil.example","click")`],
    ['+49 (0) 30', "'+49 (0) 30"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1+1', "'\t=1+1"],
    ['\r=1+1', "'\r=1+1"],
    ['＝1+1', "'＝1+1"],
    ['+4930123', '+4930123'],
    ['-12.5', '-12.5'],
    [-12.5, '-12.5'],
    ['plain', 'plain'],
    [true, 'true'],
    [null, ''],
    [undefined, ''],
    [{ a: [1] }, '{"a":[1]}'],
  ])('%j becomes %j', (value, cell) => {
    expect(toCell(value)).toBe(cell)
  })
})

describe('appendRecords', () => {
  test('writes a header once, then whole records, whatever they contain', async () => {
    const nasty = 'a "quoted", text;\nover two lines\r\nand = a third'
    await append([record(1, [nasty])])
    expect(await append([record(2, ['=cmd|calc'])])).toEqual(new Map([['2', '2026-11-21.csv']]))
    expect(await read()).toEqual([['delivery_id', 'event'], ['1', nasty], ['2', "'=cmd|calc"]])
  })

  test('writes a record once when its attempt is made again', async () => {
    await append([record(1, ['1\n2,first']), record(2)])
    const again = await append([record(1, ['1\n2,first'], true), record(2, ['event 2'], true), record(3, ['event 3'], true)], { day: '2026-11-22' })
    expect(again).toEqual(new Map([['1', '2026-11-21.csv'], ['2', '2026-11-21.csv'], ['3', '2026-11-22.csv']]))
    expect((await read()).map(([id]) => id)).toEqual(['delivery_id', '1', '2'])
    expect(await read('2026-11-22.csv')).toEqual([['delivery_id', 'event'], ['3', 'event 3']])
  })

  test.each([
    ['in the middle of a cell', '2,eve'],
    ['within quotes, after a line break', '2,"one\n'],
    ['in the middle of the id', '2'],
  ])('cuts off a record that a crash left %s, and writes it again', async (_where, torn) => {
    await append([record(1)])
    await appendFile(join(directory, '2026-11-21.csv'), torn)
    await append([record(2, ['one\ntwo'], true)])
    expect(await read()).toEqual([['delivery_id', 'event'], ['1', 'event 1'], ['2', 'one\ntwo']])
  })

  test('begins anew in a file whose header was never complete', async () => {
    await append([record(1)])
    await writeFile(join(directory, '2026-11-21.csv'), 'delivery_i')
    await append([record(2)])
    expect(await read()).toEqual([['delivery_id', 'event'], ['2', 'event 2']])
  })

  test('begins another file when the day\'s is full or has other columns', async () => {
    await append([record(1)], { maxBytes: 10 })
    await append([record(2)], { maxBytes: 10 })
    await append([record(3, ['a', 'b'])], { columns: ['event', 'userId'] })
    await append([record(4, ['c', 'd'])], { columns: ['event', 'userId'] })
    expect(await listFileNames(directory)).toEqual(['2026-11-21.csv', '2026-11-21.2.csv', '2026-11-21.3.csv'])
    expect(await read('2026-11-21.3.csv')).toEqual([['delivery_id', 'event', 'userId'], ['3', 'a', 'b'], ['4', 'c', 'd']])
  })
})

test('pruneFiles removes days that are too old and nothing else', async () => {
  for (const day of ['2026-10-01', '2026-11-20', '2026-11-21']) await append([record(1)], { day })
  await writeFile(join(directory, 'notes.txt'), 'mine')
  await pruneFiles(directory, '2026-11-20')
  expect(await listFileNames(directory)).toEqual(['2026-11-20.csv', '2026-11-21.csv'])
  expect(await readFile(join(directory, 'notes.txt'), 'utf8')).toBe('mine')
})
