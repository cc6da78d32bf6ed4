// How easy it was to get help, after a case is closed.
import { callBack, choicesOf, defineTemplate, say, thanks } from './define-template.ts'

const wasHard = { type: 'answer' as const, question: 'effort', operator: 'at_most' as const, value: 4 }

export const postSupportCes = defineTemplate({
  key: 'post_support_ces',
  name: 'Effort after support',
  description: 'How easy it was to get help, by e-mail an hour after a case is closed, with an offer to call back where it was not.',
  content: {
    hiddenFields: ['ticket_id'],
    questions: [
      {
        key: 'effort', type: 'ces', isRequired: true,
        title: say('We made it easy for you to get your matter settled.', 'Wir haben es Ihnen leicht gemacht, Ihr Anliegen zu klären.'),
        description: say('How far do you agree?', 'Wie sehr stimmen Sie zu?'),
        config: { lowLabel: say('Strongly disagree', 'Stimme gar nicht zu'), highLabel: say('Strongly agree', 'Stimme voll zu') },
      },
      {
        key: 'solved', type: 'single_choice', title: say('Is your matter settled?', 'Ist Ihr Anliegen geklärt?'),
        config: { choices: choicesOf({ yes: ['Yes', 'Ja'], partly: ['Partly', 'Teilweise'], no: ['No', 'Nein'] }) },
      },
      {
        key: 'obstacles', type: 'multiple_choice', showIf: wasHard, title: say('What made it hard?', 'Was hat es schwer gemacht?'),
        config: {
          choices: choicesOf({
            waiting: ['I waited too long', 'Ich habe zu lange gewartet'], repeating: ['I had to explain it several times', 'Ich musste es mehrmals erklären'],
            finding: ['I did not find whom to ask', 'Ich habe keinen Ansprechpartner gefunden'], answer: ['The answer did not help', 'Die Antwort hat nicht geholfen'],
          }),
          hasOther: true, isShuffled: true,
        },
      },
      { key: 'comment', type: 'long_text', title: say('What should we do better next time?', 'Was sollten wir beim nächsten Mal besser machen?') },
    ],
    endings: [{ ...callBack, showIf: { type: 'any', conditions: [wasHard, { type: 'answer', question: 'solved', operator: 'equals', value: 'no' }] } }, thanks],
  },
  targeting: {
    channels: { email: { isOn: true, subject: say('How easy was it to get help?', 'Wie leicht war es, Hilfe zu bekommen?'), body: say('You were in touch with us. How did it go?', 'Sie hatten Kontakt mit uns. Wie lief es?') } },
    trigger: { events: [{ name: 'Support Resolved' }], delaySeconds: 3_600 },
    frequency: { kind: 'every', days: 14 },
  },
})
