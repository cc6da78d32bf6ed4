import { describe, expect, test } from 'vitest'
import { png, jpeg, webp } from '../../../../test/pictures.ts'
import { drawPortrait } from './draw-portrait.ts'
import { findImageType } from '../../../platform/image-type.ts'

describe('a drawn portrait', () => {
  test('is the same for the same seed and different for most others', () => {
    expect(drawPortrait(42)).toBe(drawPortrait(42))
    const faces = new Set(Array.from({ length: 300 }, (_, seed) => drawPortrait(seed)))
    expect(faces.size).toBeGreaterThan(295)
  })

  test('is shapes alone: no script, no reference to anything', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const picture = drawPortrait(seed * 14_316_557)
      const tags = new Set([...picture.matchAll(/<([a-z]+)/g)].map((match) => match[1]))
      for (const tag of tags) expect(['svg', 'g', 'rect', 'circle', 'path']).toContain(tag)
      expect(picture).not.toMatch(/NaN|undefined|href|url\(| on[a-z]+=/)
    }
  })
})

describe('the type of a picture', () => {
  test('is read from its bytes', () => {
    expect([png, jpeg, webp].map(findImageType)).toEqual(['image/png', 'image/jpeg', 'image/webp'])
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a PNG signature before HTML', Buffer.concat([png.subarray(0, 8), Buffer.from('<html><script>alert(1)</script></html>')])],
    ['a PNG that is cut off', png.subarray(0, 20)],
    ['a PNG of 3 billion columns', Buffer.concat([png.subarray(0, 16), Buffer.from([0xb2, 0xd0, 0x5e, 0x00]), png.subarray(20)])],
    ['a JPEG marker before HTML', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<html><script>alert(1)</script></html>')])],
    ['a RIFF that is a sound', Buffer.concat([Buffer.from('RIFF'), Buffer.from([36, 0, 0, 0]), Buffer.from('WAVEfmt '), Buffer.alloc(28)])],
    ['GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;'.padEnd(60, '\0'), 'latin1')],
  ])('is unknown for %s', (_name, bytes) => expect(findImageType(bytes)).toBeUndefined())
})
