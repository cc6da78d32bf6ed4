// How buying went, right after an order.
import { choicesOf, defineTemplate, review, say } from './define-template.ts'

export const postPurchaseCsat = defineTemplate({
  key: 'post_purchase_csat',
  name: 'Satisfaction after a purchase',
  description: 'How satisfied customers are with buying, asked after an order. Everyone is invited to review, at an address that you give before publishing.',
  content: {
    hiddenFields: ['order_id'],
    questions: [
      {
        key: 'satisfaction', type: 'csat', isRequired: true,
        title: say('How satisfied are you with your purchase?', 'Wie zufrieden sind Sie mit Ihrem Einkauf?'),
        config: { scale: 5, look: 'smileys', lowLabel: say('Very dissatisfied', 'Sehr unzufrieden'), highLabel: say('Very satisfied', 'Sehr zufrieden') },
      },
      {
        key: 'problems', type: 'multiple_choice', showIf: { type: 'answer', question: 'satisfaction', operator: 'at_most', value: 3 },
        title: say('What did not go well?', 'Was lief nicht gut?'),
        config: {
          choices: choicesOf({
            finding: ['Finding what I wanted', 'Finden, was ich wollte'], price: ['Price', 'Preis'], delivery: ['Delivery options', 'Lieferoptionen'],
            payment: ['Payment', 'Bezahlung'], website: ['The website was slow or broken', 'Die Website war langsam oder fehlerhaft'],
          }),
          hasOther: true, isShuffled: true,
        },
      },
      { key: 'comment', type: 'long_text', title: say('Is there anything else you would like to tell us?', 'Möchten Sie uns noch etwas sagen?') },
    ],
    endings: [review],
  },
  targeting: {
    channels: { widget: { isOn: true }, email: { subject: say('How was your purchase?', 'Wie war Ihr Einkauf?') } },
    trigger: { events: [{ name: 'Order Completed' }], delaySeconds: 2 },
    frequency: { kind: 'every', days: 30 },
  },
})
