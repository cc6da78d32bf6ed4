// Draws a face from a number: flat shapes, our own palette, no picture from anywhere. The same number gives the same face.
import { createSeededRandom, type SeededRandom } from '../clustering/seeded-random.ts'

const backgrounds = ['#dfe7f2', '#e6e2f3', '#f3e3dc', '#dcece4', '#f2ead4', '#e8dfe6', '#d8e8ec', '#ece7e1']
const skins = [
  { base: '#f6d7c3', shade: '#e6b99d' }, { base: '#ecc09c', shade: '#d69f77' }, { base: '#d9a066', shade: '#bd8049' },
  { base: '#b97a4b', shade: '#9a5f35' }, { base: '#8d5a3a', shade: '#714428' }, { base: '#61402d', shade: '#4a2f20' },
]
const hairs = ['#2b2320', '#4a342a', '#6f4a2f', '#9a6b3c', '#c79a56', '#8e3b2a', '#8c8a88', '#d8d5cf']
const clothes = ['#3e5c76', '#7a5c73', '#4f7160', '#a4604b', '#566078', '#8a7448', '#335c67', '#74546a']
const collars = ['#f4f1ec', '#e9e4da', '#d8dee6', '#f0e3d6']

type Draw = (colour: string, shade: string) => string

/** What of the hair lies behind the head. */
const hairBehind: Draw[] = [
  () => '',
  (hair) => `<path d="M26 44c0-18 9-28 22-28s22 10 22 28v22c0 5-6 7-9 4l-2-24H37l-2 24c-3 3-9 1-9-4z" fill="${hair}"/>`,
  (hair) => `<path d="M29 46c-3-18 6-29 19-29s22 11 19 29c0 8-4 12-8 12H37c-4 0-8-4-8-12z" fill="${hair}"/>`,
  (hair) => `<circle cx="48" cy="15" r="8" fill="${hair}"/><path d="M30 42c0-15 7-23 18-23s18 8 18 23z" fill="${hair}"/>`,
  (hair) => `<g fill="${hair}"><circle cx="34" cy="30" r="9"/><circle cx="41" cy="22" r="9"/><circle cx="50" cy="20" r="9"/><circle cx="59" cy="25" r="9"/><circle cx="63" cy="34" r="8"/><circle cx="32" cy="39" r="7"/><circle cx="64" cy="42" r="6"/></g>`,
]

/** What of the hair lies over the forehead. */
const hairInFront: Draw[] = [
  (hair) => `<path d="M32 39c-1-13 6-20 16-20s17 7 16 20c-2-6-4-9-7-11-6 3-14 3-19 1-3 2-5 5-6 10z" fill="${hair}"/>`,
  (hair) => `<path d="M31 41c0-15 7-22 17-22s17 7 17 22c-3-3-4-7-5-11-8 1-17-1-21-5-3 5-6 9-8 16z" fill="${hair}"/>`,
  (hair) => `<path d="M32 38c0-12 6-19 16-19s16 7 16 19c-1-4-3-7-5-8H37c-2 1-4 4-5 8z" fill="${hair}"/>`,
  (hair) => `<path d="M31 42c-1-14 6-23 18-23 10 0 17 8 16 23-2-8-7-13-15-14-3 5-12 7-19 14z" fill="${hair}"/>`,
  (hair, shade) => `<path d="M33 33c1-9 7-14 15-14s14 5 15 14c-4-4-9-5-15-5s-11 1-15 5z" fill="${hair}"/><path d="M37 23l2-3M45 20l1-3M53 20l1-3" stroke="${shade}" stroke-width="1.5" stroke-linecap="round"/>`,
]

const mouths = [
  '<path d="M42 54c2 3 10 3 12 0" fill="none" stroke="#8a4038" stroke-width="2" stroke-linecap="round"/>',
  '<path d="M41 53h14c-1 5-4 7-7 7s-6-2-7-7z" fill="#fff" stroke="#8a4038" stroke-width="1.4" stroke-linejoin="round"/>',
  '<path d="M43 55c3 1 7 1 10-1" fill="none" stroke="#8a4038" stroke-width="2" stroke-linecap="round"/>',
]

const beards: Draw[] = [
  (hair) => `<path d="M33 45c0 14 6 20 15 20s15-6 15-20c-2 5-5 6-7 6H40c-2 0-5-1-7-6z" fill="${hair}"/>`,
  (hair) => `<path d="M40 51c3-2 13-2 16 0l-1 3c-3-2-11-2-14 0z" fill="${hair}"/>`,
]

const glasses = [
  '<g fill="none" stroke="#3a3a40" stroke-width="1.6"><circle cx="41" cy="42" r="5.5"/><circle cx="55" cy="42" r="5.5"/><path d="M46.500 42h3M35.500 41l-3-1M60.500 41l3-1"/></g>',
  '<g fill="none" stroke="#5b4636" stroke-width="1.8"><rect x="35" y="38" width="11.500" height="8" rx="2.500"/><rect x="49.500" y="38" width="11.500" height="8" rx="2.500"/><path d="M46.500 41h3"/></g>',
]

const outfits: ((cloth: string, collar: string) => string)[] = [
  (cloth) => `<path d="M14 96c1-17 12-25 34-25s33 8 34 25z" fill="${cloth}"/><path d="M38 72c2 6 18 6 20 0" fill="none" stroke="#00000022" stroke-width="2"/>`,
  (cloth, collar) => `<path d="M14 96c1-17 12-25 34-25s33 8 34 25z" fill="${cloth}"/><path d="M37 71l11 14 11-14 4 3-9 18H42l-9-18z" fill="${collar}"/>`,
  (cloth, collar) => `<path d="M14 96c1-17 12-25 34-25s33 8 34 25z" fill="${collar}"/><path d="M14 96c1-16 9-23 22-25l8 25zM82 96c-1-16-9-23-22-25l-8 25z" fill="${cloth}"/>`,
  (cloth, collar) => `<path d="M14 96c1-17 12-25 34-25s33 8 34 25z" fill="${cloth}"/><path d="M36 68c4 6 20 6 24 0l2 7c-6 6-22 6-28 0z" fill="${collar}"/>`,
]

function pick<T>(random: SeededRandom, list: readonly T[]): T {
  return list[random.whole(list.length)]!
}

/** A square picture, 96 units wide, as SVG text. It holds nothing that was typed by anybody. `seed`: 0 … 2³² − 1. */
export function drawPortrait(seed: number): string {
  const random = createSeededRandom(seed)
  // Neighbouring seeds begin alike.
  for (let turn = 0; turn < 4; turn += 1) random.next()
  const background = pick(random, backgrounds)
  const skin = pick(random, skins)
  const hair = pick(random, hairs)
  const cloth = pick(random, clothes)
  const outfit = pick(random, outfits)(cloth, pick(random, collars))
  const behind = pick(random, hairBehind)
  const isLong = behind !== hairBehind[0]
  const front = pick(random, hairInFront)(hair, skin.shade)
  const mouth = pick(random, mouths)
  const beard = !isLong && random.next() < 0.45 ? pick(random, beards)(hair, skin.shade) : ''
  const glass = random.next() < 0.3 ? pick(random, glasses) : ''
  const earrings = isLong && random.next() < 0.4 ? '<g fill="#d9b65c"><circle cx="32" cy="50" r="1.600"/><circle cx="64" cy="50" r="1.600"/></g>' : ''
  const tilt = random.whole(7) - 3
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">',
    `<rect width="96" height="96" fill="${background}"/><circle cx="48" cy="50" r="37" fill="#ffffff" opacity=".28"/>`,
    `<g transform="translate(0 6) rotate(${tilt} 48 70)">`,
    behind(hair, skin.shade),
    `<path d="M41 56h14v14c0 4-3 7-7 7s-7-3-7-7z" fill="${skin.shade}"/>`,
    outfit,
    `<g fill="${skin.base}"><circle cx="32" cy="44" r="4"/><circle cx="64" cy="44" r="4"/><path d="M32 38c0-11 7-17 16-17s16 6 16 17v9c0 10-7 17-16 17s-16-7-16-17z"/></g>`,
    beard,
    `<g fill="#2d2a2a"><circle cx="41" cy="42.500" r="1.900"/><circle cx="55" cy="42.500" r="1.900"/></g>`,
    `<path d="M37.500 37.500c2-1.500 5-1.500 6.500-.5M52 37c1.500-1 4.500-1 6.500.5" fill="none" stroke="${hair}" stroke-width="1.700" stroke-linecap="round"/>`,
    `<path d="M48 43l-1.500 6h3" fill="none" stroke="${skin.shade}" stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round"/>`,
    mouth, front, glass, earrings,
    '</g></svg>',
  ].join('')
}
