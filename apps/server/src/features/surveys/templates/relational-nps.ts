// The loyalty of customers, asked twice a year.
import { callBack, defineTemplate, say, thanks } from './define-template.ts'

const atMost = (value: number) => ({ type: 'answer' as const, question: 'score', operator: 'at_most' as const, value })
const atLeast = (value: number) => ({ type: 'answer' as const, question: 'score', operator: 'at_least' as const, value })

export const relationalNps = defineTemplate({
  key: 'relational_nps',
  name: 'Relational NPS',
  description: 'How likely customers are to recommend you, twice a year, with the reason and an offer to call back those who are not.',
  content: {
    questions: [
      {
        key: 'score', type: 'nps', isRequired: true,
        title: say('How likely are you to recommend us to friends or colleagues?', 'Wie wahrscheinlich ist es, dass Sie uns Freunden oder Kollegen empfehlen?'),
        config: { lowLabel: say('Not at all likely', 'Überhaupt nicht wahrscheinlich'), highLabel: say('Extremely likely', 'Äußerst wahrscheinlich') },
      },
      {
        key: 'likes', type: 'long_text', showIf: atLeast(9),
        title: say('A {{answer:score|high score}}, thank you! What do you like most?', 'Eine {{answer:score|hohe Zahl}}, vielen Dank! Was gefällt Ihnen am besten?'),
      },
      {
        key: 'missing', type: 'long_text', showIf: { type: 'all', conditions: [atLeast(7), atMost(8)] },
        title: say('You chose {{answer:score|your score}}. What would have made it a 9 or 10?', 'Sie haben {{answer:score|Ihre Zahl}} gewählt. Was hat zu einer 9 oder 10 gefehlt?'),
      },
      {
        key: 'disappointment', type: 'long_text', showIf: atMost(6),
        title: say('You chose {{answer:score|your score}}. What disappointed you?', 'Sie haben {{answer:score|Ihre Zahl}} gewählt. Was hat Sie enttäuscht?'),
      },
      {
        key: 'improve', type: 'multiple_choice', showIf: atMost(8),
        title: say('What should we work on first?', 'Woran sollten wir zuerst arbeiten?'),
        config: {
          choices: [
            { key: 'products', label: say('Products', 'Produkte') },
            { key: 'prices', label: say('Prices', 'Preise') },
            { key: 'delivery', label: say('Delivery', 'Lieferung') },
            { key: 'service', label: say('Customer service', 'Kundenservice') },
            { key: 'website', label: say('Website or app', 'Website oder App') },
            { key: 'nothing', label: say('Nothing of this', 'Nichts davon'), isExclusive: true },
          ],
          hasOther: true, isShuffled: true, max: 3,
        },
      },
    ],
    endings: [{ ...callBack, showIf: atMost(6) }, thanks],
  },
  targeting: {
    channels: {
      widget: { isOn: true, display: 'popover' },
      email: { subject: say('One question: would you recommend us?', 'Eine Frage: Würden Sie uns empfehlen?'), body: say('It takes less than a minute.', 'Es dauert weniger als eine Minute.') },
    },
    trigger: { secondsOnPage: 5 },
    frequency: { kind: 'every', days: 180 },
  },
})
