// Why somebody leaves, as they are about to.
import { callBack, choicesOf, defineTemplate, say, thanks } from './define-template.ts'

const is = (value: string) => ({ type: 'answer' as const, question: 'reason', operator: 'equals' as const, value })

export const churn = defineTemplate({
  key: 'churn',
  name: 'Churn or exit',
  description: 'Why people go: shown when they turn to leave the cart or their account, or sent as a link to those who left.',
  content: {
    questions: [
      {
        key: 'reason', type: 'single_choice', isRequired: true, title: say('Before you go: what is the main reason?', 'Bevor Sie gehen: Was ist der Hauptgrund?'),
        config: {
          choices: choicesOf({
            price: ['It is too expensive', 'Es ist zu teuer'], choice: ['I did not find the right thing', 'Ich habe nicht das Richtige gefunden'],
            problem: ['I had a problem', 'Ich hatte ein Problem'], elsewhere: ['I buy elsewhere now', 'Ich kaufe jetzt woanders'], later: ['I will come back later', 'Ich komme später wieder'],
          }),
          hasOther: true, isShuffled: true,
        },
      },
      { key: 'problem', type: 'long_text', showIf: is('problem'), title: say('What happened?', 'Was ist passiert?') },
      { key: 'rival', type: 'short_text', showIf: is('elsewhere'), title: say('Where, and what do they do better?', 'Wo, und was ist dort besser?') },
      {
        key: 'return', type: 'long_text', showIf: { type: 'none', conditions: [is('later')] },
        title: say('What would bring you back?', 'Was würde Sie zurückbringen?'),
      },
    ],
    endings: [{ ...callBack, showIf: is('problem') }, thanks],
  },
  targeting: {
    channels: { widget: { isOn: true, display: 'modal' } },
    trigger: { pages: [{ operator: 'contains', value: '/cart' }, { operator: 'contains', value: '/checkout' }, { operator: 'contains', value: '/account' }], onExitIntent: true },
    frequency: { kind: 'every', days: 90 },
  },
})
