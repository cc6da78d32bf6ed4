// How much people would miss the product. Source: Sean Ellis, "The Startup Pyramid", 2009: from 40 % "very disappointed" on, there is a fit.
import { choicesOf, defineTemplate, say, thanks } from './define-template.ts'

export const productMarketFit = defineTemplate({
  key: 'product_market_fit',
  name: 'Product-market fit',
  description: 'How disappointed customers would be without you. 40 % "very disappointed" or more is a good sign.',
  content: {
    questions: [
      {
        key: 'without', type: 'single_choice', isRequired: true,
        title: say('How would you feel if you could no longer use us?', 'Wie würden Sie sich fühlen, wenn Sie uns nicht mehr nutzen könnten?'),
        config: { choices: choicesOf({ very: ['Very disappointed', 'Sehr enttäuscht'], somewhat: ['Somewhat disappointed', 'Etwas enttäuscht'], not: ['Not disappointed', 'Nicht enttäuscht'] }) },
      },
      {
        key: 'benefit', type: 'long_text', showIf: { type: 'none', conditions: [{ type: 'answer', question: 'without', operator: 'equals', value: 'not' }] },
        title: say('What is the main benefit for you?', 'Was ist der größte Nutzen für Sie?'),
      },
      { key: 'people', type: 'short_text', title: say('Who do you think benefits most from us?', 'Wer hat Ihrer Meinung nach am meisten von uns?') },
      {
        key: 'alternative', type: 'short_text', showIf: { type: 'answer', question: 'without', operator: 'equals', value: 'not' },
        title: say('What would you use instead?', 'Was würden Sie stattdessen nutzen?'),
      },
      { key: 'improve', type: 'long_text', title: say('How can we get better for you?', 'Wie können wir für Sie besser werden?') },
    ],
    endings: [thanks],
  },
  targeting: {
    channels: { widget: { isOn: true } },
    trigger: { secondsOnPage: 10 },
    audience: { isIdentifiedOnly: true },
    frequency: { kind: 'once' },
    samplePercent: 50,
  },
})
