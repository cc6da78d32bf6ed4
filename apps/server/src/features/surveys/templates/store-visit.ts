// A visit to a shop, by a link or QR code that names the place.
import { callBack, choicesOf, defineTemplate, review, say } from './define-template.ts'

const foundIs = (value: string) => ({ type: 'answer' as const, question: 'found', operator: 'equals' as const, value })

export const storeVisit = defineTemplate({
  key: 'store_visit',
  name: 'Store visit',
  description: 'How a visit was, by a QR code for each place. Everyone is invited to review, at an address that you give before publishing.',
  content: {
    questions: [
      {
        key: 'visit', type: 'csat', isRequired: true, title: say('How was your visit today?', 'Wie war Ihr Besuch heute?'),
        config: { scale: 5, look: 'stars', lowLabel: say('Poor', 'Schlecht'), highLabel: say('Excellent', 'Ausgezeichnet') },
      },
      {
        key: 'details', type: 'matrix', title: say('How satisfied were you with …', 'Wie zufrieden waren Sie mit …'),
        config: {
          rows: choicesOf({ staff: ['the staff', 'dem Personal'], waiting: ['the waiting time', 'der Wartezeit'], choice: ['the choice', 'der Auswahl'], cleanliness: ['cleanliness', 'der Sauberkeit'] }),
          columns: choicesOf({ not: ['Not at all', 'Gar nicht'], partly: ['Partly', 'Teilweise'], fully: ['Fully', 'Völlig'] }),
        },
      },
      {
        key: 'found', type: 'single_choice', title: say('Did you find what you were looking for?', 'Haben Sie gefunden, was Sie gesucht haben?'),
        config: { choices: choicesOf({ yes: ['Yes', 'Ja'], partly: ['In part', 'Zum Teil'], no: ['No', 'Nein'] }) },
      },
      {
        key: 'missing', type: 'short_text', showIf: { type: 'any', conditions: [foundIs('partly'), foundIs('no')] },
        title: say('What was missing?', 'Was hat gefehlt?'),
      },
      { key: 'comment', type: 'long_text', title: say('What else should we know?', 'Was sollten wir noch wissen?') },
    ],
    endings: [{ ...callBack, showIf: { type: 'answer', question: 'visit', operator: 'at_most', value: 2 } }, review],
  },
  targeting: { frequency: { kind: 'every', days: 1 }, respectsRest: false },
})
