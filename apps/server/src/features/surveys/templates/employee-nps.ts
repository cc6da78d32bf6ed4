// Whether people recommend their employer, anonymously.
import { choicesOf, defineTemplate, say, thanks } from './define-template.ts'

export const employeeNps = defineTemplate({
  key: 'employee_nps',
  name: 'Employee NPS',
  description: 'How likely employees are to recommend you as an employer. Anonymous; figures appear from five answers on.',
  kind: 'employees',
  content: {
    hiddenFields: ['team'],
    questions: [
      {
        key: 'score', type: 'nps', isRequired: true,
        title: say('How likely are you to recommend us as a place to work?', 'Wie wahrscheinlich ist es, dass Sie uns als Arbeitgeber empfehlen?'),
        config: { lowLabel: say('Not at all likely', 'Überhaupt nicht wahrscheinlich'), highLabel: say('Extremely likely', 'Äußerst wahrscheinlich') },
      },
      {
        key: 'strengths', type: 'long_text', showIf: { type: 'answer', question: 'score', operator: 'at_least', value: 9 },
        title: say('What makes it a good place to work?', 'Was macht uns zu einem guten Arbeitgeber?'),
      },
      {
        key: 'changes', type: 'long_text', showIf: { type: 'answer', question: 'score', operator: 'at_most', value: 8 },
        title: say('What should change first?', 'Was sollte sich zuerst ändern?'),
      },
      {
        key: 'topics', type: 'multiple_choice', title: say('What is this about?', 'Worum geht es dabei?'),
        config: {
          choices: choicesOf({ work: ['My work', 'Meine Arbeit'], team: ['My team', 'Mein Team'], leadership: ['Leadership', 'Führung'], pay: ['Pay and benefits', 'Bezahlung und Leistungen'], growth: ['Growth', 'Entwicklung'] }),
          hasOther: true, isShuffled: true,
        },
      },
    ],
    endings: [thanks],
  },
  targeting: { frequency: { kind: 'every', days: 90 }, respectsRest: false },
})
