// What people write: reviews by stars, messages to support by topic.
import type { Random } from './random.ts'

const reviews: Readonly<Record<number, readonly string[]>> = {
  1: [
    'Broke on the second weekend. I expected far better for the price.',
    'Arrived with a crack and nobody answered my e-mail for a week.',
    'Nothing like the photo. Going back.',
  ],
  2: [
    'The seams came loose after one wash.',
    'Took eleven days to get here, and the box was torn.',
    'Smaller than described and rather flimsy.',
  ],
  3: [
    'Does its job, no more. The colour is paler than on the site.',
    'Good quality, but delivery took too long.',
    'Fine for the garden, I would not carry it up a hill.',
  ],
  4: [
    'Solid and well made. One star off for all the plastic around it.',
    'Very happy with it, it only runs a little small.',
    'Good value and quick delivery.',
  ],
  5: [
    'Lovely piece, we use it every day.',
    'Kept us dry through a week of rain. Would buy it again tomorrow.',
    'The man in the shop took his time and picked exactly the right one.',
    'Beautifully made and here within two days.',
  ],
}

const messages = {
  delivery: [
    'My parcel was due on Monday and the tracking has not moved since.',
    'The courier says it was delivered, but nothing is here.',
    'Can I still change the delivery address?',
  ],
  damaged: [
    'One leg was broken when I opened the box. What happens now?',
    'The zip jammed the first time I used it.',
    'The lid is cracked. I have taken photos.',
  ],
  'wrong item': ['I ordered the green one and received grey.', 'There is a different size in the bag than on the invoice.', 'Somebody else\'s order was in my parcel.'],
  return: ['How do I send this back without a printer?', 'I returned it two weeks ago and have not seen my money.', 'Can I return an online order in the shop?'],
  product: ['Does the mat fit into the small backpack?', 'Can the pan go into the dishwasher?', 'Will the jacket be back in medium?'],
  invoice: ['I need an invoice with our company address.', 'The coupon was not taken off the total.', 'I was charged twice.'],
} as const

export type SupportTopic = keyof typeof messages

export function findReview(random: Random, rating: number): string {
  return random.pick(reviews[rating]!)
}

export function findMessage(random: Random, topic: SupportTopic): string {
  return random.pick(messages[topic])
}

const comments = {
  shopping: {
    bad: ['The parcel took almost two weeks and nobody could tell me where it was.', 'Wrong size twice in a row, and I pay for sending it back.', 'The quality has gone down while the prices went up.', 'I still wait for my refund.'],
    fair: ['Nice things, but delivery is slow.', 'The site is hard to search. The products are fine.', 'Good, though a little dear.', 'Too much packaging.'],
    good: ['Everything arrived quickly and in one piece.', 'Beautiful things that last. I tell all my friends.', 'I always find what I need, and the photos are honest.', 'The best tent we have had.'],
  },
  support: {
    bad: ['I had to explain the same thing three times.', 'Forty minutes on hold, then the line went dead.', 'You answered, but not my question.'],
    fair: ['Solved in the end, it just took a while.', 'Friendly, but I had to write twice.'],
    good: ['One short call and it was done.', 'The colleague in the chat was quick and kind.', 'A new one was sent the same day. Thank you!'],
  },
  shop: {
    bad: ['Nobody had time for us, and the queue was long.', 'What the site says is in stock was not there.'],
    fair: ['A nice shop, but few sizes.', 'Well sorted. Parking is a pain.'],
    good: ['Patient advice, and they adjusted the backpack for me.', 'I love to come here, it smells of wood and coffee.', 'Picked up my order in two minutes.'],
  },
} as const

export type CommentTopic = keyof typeof comments

/** `mood`: 0 for the lowest score, 1 for the highest. */
export function findComment(random: Random, topic: CommentTopic, mood: number): string {
  return random.pick<string>(comments[topic][mood < 0.55 ? 'bad' : mood < 0.85 ? 'fair' : 'good'])
}
