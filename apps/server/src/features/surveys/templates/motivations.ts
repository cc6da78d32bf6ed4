// What moves people to buy: answers that tell kinds of customers apart.
import { choicesOf, defineTemplate, say, thanks } from './define-template.ts'

const importance = { steps: 5, look: 'numbers', lowLabel: say('Not important', 'Nicht wichtig'), highLabel: say('Very important', 'Sehr wichtig') }

export const motivations = defineTemplate({
  key: 'motivations',
  name: 'Motivations and preferences',
  description: 'Why customers buy, what matters to them and where they like to be met: a basis for personas.',
  content: {
    welcome: {
      title: say('Help us to know what you like', 'Helfen Sie uns zu verstehen, was Ihnen gefällt'),
      text: say('Seven short questions, about two minutes.', 'Sieben kurze Fragen, etwa zwei Minuten.'),
    },
    questions: [
      {
        key: 'motives', type: 'multiple_choice', isRequired: true, title: say('Why do you shop with us?', 'Warum kaufen Sie bei uns?'),
        description: say('Up to three answers.', 'Bis zu drei Antworten.'),
        config: {
          choices: choicesOf({
            quality: ['Good quality', 'Gute Qualität'], price: ['Good prices', 'Gute Preise'], inspiration: ['New ideas', 'Neue Ideen'], convenience: ['It is quick and easy', 'Es ist schnell und einfach'],
            values: ['I share your values', 'Ich teile Ihre Werte'], advice: ['Good advice', 'Gute Beratung'],
          }),
          hasOther: true, isShuffled: true, max: 3,
        },
      },
      { key: 'price', type: 'rating', title: say('How important is a low price to you?', 'Wie wichtig ist Ihnen ein niedriger Preis?'), config: importance },
      { key: 'quality', type: 'rating', title: say('How important is it that things last?', 'Wie wichtig ist Ihnen, dass Dinge lange halten?'), config: importance },
      { key: 'advice', type: 'rating', title: say('How important is personal advice to you?', 'Wie wichtig ist Ihnen persönliche Beratung?'), config: importance },
      {
        key: 'recipient', type: 'single_choice', title: say('Whom do you mostly buy for?', 'Für wen kaufen Sie meistens ein?'),
        config: { choices: choicesOf({ self: ['Myself', 'Mich selbst'], family: ['My family', 'Meine Familie'], gifts: ['As presents', 'Als Geschenk'], work: ['My work', 'Meine Arbeit'] }) },
      },
      {
        key: 'channels', type: 'ranking', title: say('Where do you like to be in touch with us?', 'Wo haben Sie am liebsten mit uns zu tun?'),
        config: { choices: choicesOf({ store: ['In a shop', 'Im Geschäft'], website: ['On the website', 'Auf der Website'], app: ['In the app', 'In der App'], phone: ['By phone', 'Am Telefon'] }), isShuffled: true },
      },
      { key: 'frustration', type: 'long_text', title: say('What annoys you about shopping?', 'Was stört Sie beim Einkaufen?') },
    ],
    endings: [thanks],
  },
  targeting: {
    channels: { widget: { isOn: true }, email: { subject: say('What matters to you?', 'Was ist Ihnen wichtig?') } },
    trigger: { secondsOnPage: 10 },
    audience: { isIdentifiedOnly: true },
    frequency: { kind: 'until_answered' },
  },
})
