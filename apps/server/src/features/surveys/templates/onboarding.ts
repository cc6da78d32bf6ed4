// First impressions, soon after an account was made.
import { choicesOf, defineTemplate, say, thanks } from './define-template.ts'

export const onboarding = defineTemplate({
  key: 'onboarding',
  name: 'Onboarding',
  description: 'What new customers came for, and how easy it was to begin; asked after an account is created.',
  content: {
    questions: [
      {
        key: 'goal', type: 'single_choice', isRequired: true, title: say('Welcome, {{trait:first_name|nice to have you here}}! What brings you to us?', 'Willkommen, {{trait:first_name|schön, dass Sie da sind}}! Was führt Sie zu uns?'),
        config: {
          choices: choicesOf({
            specific: ['I am looking for something in particular', 'Ich suche etwas Bestimmtes'], ideas: ['I am looking for ideas', 'Ich suche Anregungen'],
            gift: ['I need a present', 'Ich brauche ein Geschenk'], offers: ['I am interested in offers', 'Mich interessieren Angebote'],
          }),
          hasOther: true, isShuffled: true,
        },
      },
      {
        key: 'ease', type: 'ces', title: say('It was easy to create my account.', 'Es war leicht, mein Konto anzulegen.'),
        config: { lowLabel: say('Strongly disagree', 'Stimme gar nicht zu'), highLabel: say('Strongly agree', 'Stimme voll zu') },
      },
      {
        key: 'obstacle', type: 'long_text', showIf: { type: 'answer', question: 'ease', operator: 'at_most', value: 4 },
        title: say('What held you up?', 'Was hat Sie aufgehalten?'),
      },
      {
        key: 'source', type: 'single_choice', title: say('How did you hear of us?', 'Wie sind Sie auf uns aufmerksam geworden?'),
        config: {
          choices: choicesOf({
            friends: ['From friends or family', 'Durch Freunde oder Familie'], search: ['Search', 'Suche'], social: ['Social media', 'Soziale Medien'],
            advert: ['An advert', 'Werbung'], store: ['In a shop', 'In einem Geschäft'],
          }),
          hasOther: true, isShuffled: true, look: 'dropdown',
        },
      },
    ],
    endings: [thanks],
  },
  targeting: {
    channels: { widget: { isOn: true }, email: { subject: say('How was your start with us?', 'Wie war Ihr Start bei uns?') } },
    trigger: { events: [{ name: 'Account Created' }], delaySeconds: 60 },
    frequency: { kind: 'once' },
  },
})
