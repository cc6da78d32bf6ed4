// The invented brand: Fernhill, outdoor and home goods, six countries' worth of parcels and eight shops.

export const brand = {
  name: 'Fernhill',
  site: 'https://www.fernhill.example',
  host: 'www.fernhill.example',
  currency: 'EUR',
  freeShippingFromCents: 6000,
  shippingCents: 495,
  appVersion: '4.7.1',
} as const

export type CategoryId = 'garden' | 'camping' | 'hiking' | 'clothing' | 'kitchen' | 'living' | 'textiles' | 'gifts'

export type Category = {
  id: CategoryId
  title: string
  /** Share of order lines that come back. */
  returnRate: number
  products: readonly Product[]
}

export type Product = {
  id: string
  sku: string
  name: string
  brand: string
  category: CategoryId
  slug: string
  priceCents: number
  /** The fields that every e-commerce event repeats (Segment's v2 spec). */
  fields: Readonly<Record<string, string | number>>
}

let nextNumber = 1001

function listProducts(category: CategoryId, rows: readonly (readonly [string, string, number])[]): Product[] {
  return rows.map(([name, maker, price]) => {
    const id = `P${nextNumber++}`
    const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
    const sku = `${category.slice(0, 3).toUpperCase()}-${id.slice(1)}`
    const fields = { product_id: id, sku, name, brand: maker, category, price, currency: brand.currency }
    return { id, sku, name, brand: maker, category, slug, priceCents: Math.round(price * 100), fields }
  })
}

function describeCategory(id: CategoryId, title: string, returnRate: number, rows: [string, string, number][]): Category {
  return { id, title, returnRate, products: listProducts(id, rows) }
}

/** Within a category, cheapest first: baskets pick by price level. */
export const categories: readonly Category[] = [
  describeCategory('garden', 'Garden', 0.09, [
    ['Seed Collection Cottage', 'Fernhill', 12.9],
    ['Bulb Planter', 'Oak & Iron', 17.5],
    ['Bypass Pruner', 'Oak & Iron', 29.9],
    ['Watering Can 8 l', 'Fernhill', 34.9],
    ['Raised Bed Larch', 'Tarnwood', 89],
    ['Rain Barrel 180 l', 'Tarnwood', 119],
    ['Fire Bowl Corten', 'Emberfold', 169],
    ['Garden Bench Acacia', 'Tarnwood', 279],
  ]),
  describeCategory('camping', 'Camping', 0.1, [
    ['Enamel Mug', 'Fernhill', 11.9],
    ['Folding Lantern', 'Northlamp', 32.5],
    ['Camp Stove Duo', 'Emberfold', 59],
    ['Sleeping Mat Air', 'Halde', 79],
    ['Cool Box 28 l', 'Northlamp', 109],
    ['Sleeping Bag Down', 'Halde', 189],
    ['Tent Ridge 2', 'Halde', 249],
    ['Tent Family 5', 'Halde', 459],
  ]),
  describeCategory('hiking', 'Hiking', 0.1, [
    ['Map Pouch', 'Fernhill', 14.9],
    ['Bottle Steel 0.7 l', 'Fernhill', 24.9],
    ['Trekking Poles', 'Halde', 64.9],
    ['Daypack 22 l', 'Halde', 84.9],
    ['Head Torch 400', 'Northlamp', 49.9],
    ['Hiking Boots Moor', 'Strider & Co', 159],
    ['Backpack 55 l', 'Halde', 199],
  ]),
  describeCategory('clothing', 'Clothing', 0.12, [
    ['Merino Socks', 'Strider & Co', 16.9],
    ['Beanie Rib', 'Fernhill', 24.9],
    ['Base Layer Merino', 'Strider & Co', 69],
    ['Trousers Trail', 'Strider & Co', 89.9],
    ['Fleece Hillside', 'Fernhill', 79.9],
    ['Rain Jacket Drizzle', 'Strider & Co', 149],
    ['Down Jacket Frost', 'Strider & Co', 219],
  ]),
  describeCategory('kitchen', 'Kitchen', 0.09, [
    ['Tea Towel Set', 'Linnea', 15.9],
    ['Herb Scissors', 'Oak & Iron', 18.9],
    ['Bread Tin', 'Fernhill', 29.9],
    ['Chopping Board Oak', 'Tarnwood', 44.9],
    ['Cast Iron Pan', 'Emberfold', 64.9],
    ['Dutch Oven 5 l', 'Emberfold', 129],
    ['Knife Set Forge', 'Oak & Iron', 189],
  ]),
  describeCategory('living', 'Living', 0.095, [
    ['Beeswax Candle', 'Linnea', 13.5],
    ['Stoneware Vase', 'Linnea', 34.9],
    ['Wall Hook Rail', 'Oak & Iron', 39.9],
    ['Basket Willow', 'Tarnwood', 49.9],
    ['Table Lamp Reed', 'Northlamp', 89],
    ['Side Table Ash', 'Tarnwood', 149],
    ['Armchair Fen', 'Tarnwood', 489],
  ]),
  describeCategory('textiles', 'Textiles', 0.11, [
    ['Cushion Cover Linen', 'Linnea', 19.9],
    ['Hand Towel Waffle', 'Linnea', 17.5],
    ['Throw Lambswool', 'Linnea', 79],
    ['Bed Linen Set', 'Linnea', 99],
    ['Duvet Light', 'Linnea', 139],
    ['Rug Wool 160', 'Linnea', 259],
  ]),
  describeCategory('gifts', 'Gifts', 0.09, [
    ['Gift Wrap and Card', 'Fernhill', 5.9],
    ['Tea Sampler', 'Fernhill', 21.9],
    ['Picnic Hamper', 'Fernhill', 98],
    ['Fireside Gift Box', 'Emberfold', 119],
    ['Gardener Gift Box', 'Oak & Iron', 134],
    ['Weather Station Brass', 'Northlamp', 229],
    ['Telescope Starter', 'Northlamp', 299],
  ]),
]

const categoryById = new Map(categories.map((category) => [category.id, category]))

export function findCategory(id: CategoryId): Category {
  return categoryById.get(id)!
}

export type Coupon = { code: string; percent: number }
const welcome: Coupon = { code: 'WELCOME10', percent: 10 }
const monthly: readonly Coupon[] = [
  { code: 'JANSALE25', percent: 25 },
  { code: 'CLEARANCE20', percent: 20 },
  { code: 'SPRING15', percent: 15 },
  { code: 'GARDEN10', percent: 10 },
  { code: 'GARDEN10', percent: 10 },
  { code: 'MIDSUMMER15', percent: 15 },
  { code: 'SUMMERSALE25', percent: 25 },
  { code: 'SUMMERSALE25', percent: 25 },
  { code: 'HARVEST10', percent: 10 },
  { code: 'AUTUMN15', percent: 15 },
  { code: 'BLACKWEEK25', percent: 25 },
  { code: 'WINTER10', percent: 10 },
]

export function findCoupon(month: number, isFirstOrder: boolean): Coupon {
  return isFirstOrder ? welcome : monthly[month]!
}

export const searchTerms: Readonly<Record<CategoryId, readonly string[]>> = {
  garden: ['raised bed', 'pruner', 'rain barrel', 'fire bowl', 'seeds'],
  camping: ['tent 2 person', 'sleeping bag', 'camp stove', 'cool box', 'lantern'],
  hiking: ['hiking boots', 'daypack', 'trekking poles', 'head torch', 'backpack'],
  clothing: ['rain jacket', 'merino', 'fleece', 'down jacket', 'socks'],
  kitchen: ['cast iron pan', 'knife set', 'dutch oven', 'bread tin', 'board'],
  living: ['lamp', 'side table', 'vase', 'basket', 'candles'],
  textiles: ['throw', 'bed linen', 'wool rug', 'cushion', 'towels'],
  gifts: ['gift box', 'gift for dad', 'hamper', 'telescope', 'gift card'],
}
