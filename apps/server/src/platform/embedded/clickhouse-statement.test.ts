import { expect, test } from 'vitest'
import { readStatement } from './clickhouse-statement.ts'

test.each([
  ['INSERT INTO t FORMAT JSONEachRow', 'INSERT INTO t FORMAT JSONEachRow', ''],
  ['insert into t (a, b) format JSONEachRow\n{"a":1}', 'insert into t (a, b) format JSONEachRow', '{"a":1}'],
  ['INSERT INTO t FORMAT CSV 1;2\n;3', 'INSERT INTO t FORMAT CSV', '1;2\n;3'],
  ["INSERT INTO t SETTINGS x='FORMAT y' FORMAT TSV\na", "INSERT INTO t SETTINGS x='FORMAT y' FORMAT TSV", 'a'],
  ['/* FORMAT x */ INSERT INTO format FORMAT Values', '/* FORMAT x */ INSERT INTO format FORMAT Values', ''],
])('finds the data of %s', (sql, text, data) => {
  expect(readStatement(sql)).toMatchObject({ verb: 'INSERT', text, inlineData: { data } })
})

test('knows where a file would be named', () => {
  const sql = "INSERT INTO t SETTINGS a=1 FORMAT TSV"
  expect(readStatement(sql).inlineData?.fromFilePosition).toBe(sql.indexOf('SETTINGS'))
})

test.each([
  'SELECT 1 FORMAT JSON',
  'INSERT INTO t SELECT 1 AS format',
  "INSERT INTO t VALUES (1, 'a;b FORMAT x')",
  'SELECT "a;b", `c;d`, \'e\\\';f\', \'g\'\';h\' -- ; i\n',
  'SELECT $x$ ; $x$',
  'SELECT 1 /* ; */ ;\n-- the end\n',
])('one statement without data: %s', (sql) => {
  expect(readStatement(sql).inlineData).toBeUndefined()
})

test.each(['SELECT 1; SELECT 2', "INSERT INTO t VALUES (1); DROP TABLE t", 'SELECT 1 -- ;\n; SELECT 2', "SELECT ''; SELECT 2"])(
  'refuses a second statement: %s',
  (sql) => {
    expect(() => readStatement(sql)).toThrow('Multi-statements are not allowed')
  },
)

test.each([
  ['SELECT 1', false],
  ['with 1 as x select x', false],
  ['CREATE TABLE t (a Int8) ENGINE = Memory', false],
  ['CREATE TEMPORARY TABLE t (a Int8)', true],
  ['SET max_threads = 1', true],
  ['USE other', true],
])('%s leaves traces on its connection: %s', (sql, leavesTraces) => {
  expect(readStatement(sql).leavesTraces).toBe(leavesTraces)
})
