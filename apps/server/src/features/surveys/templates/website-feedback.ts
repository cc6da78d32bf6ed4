// A button at the edge of every page, for whoever wants to say something.
import { choicesOf, defineTemplate, say, thanks } from './define-template.ts'

const isProblem = { type: 'answer' as const, question: 'kind', operator: 'equals' as const, value: 'problem' }

export const websiteFeedback = defineTemplate({
  key: 'website_feedback',
  name: 'Website feedback',
  description: 'A feedback button on every page: praise, problems with a screenshot, ideas.',
  content: {
    questions: [
      {
        key: 'kind', type: 'single_choice', isRequired: true, title: say('What would you like to tell us?', 'Was möchten Sie uns sagen?'),
        config: { choices: choicesOf({ problem: ['Something does not work', 'Etwas funktioniert nicht'], idea: ['I have an idea', 'Ich habe eine Idee'], praise: ['I like something', 'Mir gefällt etwas'] }) },
      },
      { key: 'message', type: 'long_text', isRequired: true, title: say('Tell us more', 'Erzählen Sie uns mehr') },
      {
        key: 'screenshot', type: 'file', showIf: isProblem, title: say('Do you have a picture of it?', 'Haben Sie ein Bild davon?'),
        config: { maxFiles: 3, kinds: 'images' },
      },
      {
        key: 'contact', type: 'contact', title: say('Where may we answer?', 'Wohin dürfen wir antworten?'),
        config: { fields: ['email'] },
      },
    ],
    endings: [thanks],
  },
  targeting: {
    channels: { link: { isOn: false }, widget: { isOn: true, display: 'tab', tabLabel: say('Feedback', 'Feedback') } },
    frequency: { kind: 'times', times: 100 },
    respectsRest: false,
  },
})
