import { describe, expect, it } from 'vitest'
import { readColumns, splitIdentifiers } from './identifiers.ts'

describe('splitIdentifiers', () => {
  it('takes lines, commas, semicolons and tabs, each identifier once', () => {
    expect(splitIdentifiers('ada@example.com\r\n u-1, u-2;u-1\n\n"u-3"\t+49 30 901820')).toEqual(['ada@example.com', 'u-1', 'u-2', 'u-3', '+49 30 901820'])
    expect(splitIdentifiers(' \n ,')).toEqual([])
  })
})

describe('readColumns', () => {
  it.each([
    ['email,name\nada@example.com,Ada', ['email', 'name']],
    ['\uFEFFCustomer no;E-mail;Name\r\n1;a@b.c;"A; B"', ['Customer no', 'E-mail', 'Name']],
    ['"Name, first",id\n', ['Name, first', 'id']],
    ['email', ['email']],
    ['', []],
  ])('reads the first line of %j', (csv, columns) => {
    expect(readColumns(csv)).toEqual(columns)
  })
})
