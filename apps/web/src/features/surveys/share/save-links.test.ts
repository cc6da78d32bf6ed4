import { expect, it } from 'vitest'
import { writeLinks } from './save-links.ts'

it('writes links as CSV that no spreadsheet runs', () => {
  const text = writeLinks([{ name: '=HYPERLINK("http://x")', email: '', profileId: 'p1', url: 'https://a/s/t/1' }, { name: 'Ada, "the first"', email: 'ada@shop.example', profileId: 'p2', url: 'https://a/s/t/2' }])
  expect(text.split('\r\n')).toEqual(['name,email,profile_id,link', '"\'=HYPERLINK(""http://x"")","","p1","https://a/s/t/1"', '"Ada, ""the first""","ada@shop.example","p2","https://a/s/t/2"'])
})
