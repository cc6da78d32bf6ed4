// What those who meet customers every day hear and need, anonymously.
import { choicesOf, defineTemplate, say, thanks } from './define-template.ts'

export const employeeFrontline = defineTemplate({
  key: 'employee_frontline',
  name: 'Frontline feedback',
  description: 'What employees hear from customers and what stands in their way. Anonymous; figures appear from five answers on.',
  kind: 'employees',
  content: {
    hiddenFields: ['team'],
    questions: [
      {
        key: 'topic', type: 'single_choice', isRequired: true, title: say('What did customers talk about most this week?', 'Worüber haben Kunden diese Woche am meisten gesprochen?'),
        config: {
          choices: choicesOf({ products: ['Products', 'Produkte'], prices: ['Prices', 'Preise'], delivery: ['Delivery', 'Lieferung'], waiting: ['Waiting times', 'Wartezeiten'], returns: ['Returns', 'Rückgaben'] }),
          hasOther: true, isShuffled: true,
        },
      },
      { key: 'words', type: 'long_text', title: say('What did they say, in their words?', 'Was haben sie gesagt, in ihren Worten?') },
      {
        key: 'equipped', type: 'rating', isRequired: true, title: say('I have what I need to help customers well.', 'Ich habe, was ich brauche, um Kunden gut zu helfen.'),
        config: { steps: 5, look: 'numbers', lowLabel: say('Not at all', 'Überhaupt nicht'), highLabel: say('Completely', 'Völlig') },
      },
      {
        key: 'obstacle', type: 'long_text', showIf: { type: 'answer', question: 'equipped', operator: 'at_most', value: 3 },
        title: say('What is in your way?', 'Was steht Ihnen im Weg?'),
      },
      { key: 'idea', type: 'long_text', title: say('What would you change for customers tomorrow?', 'Was würden Sie morgen für Kunden ändern?') },
    ],
    endings: [thanks],
  },
  targeting: { frequency: { kind: 'every', days: 7 }, respectsRest: false },
})
