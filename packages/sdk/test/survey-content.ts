/** Surveys as the server delivers them, for tests: one question of every type, and small ones. */
import type { Content, Question } from '../src/widgets/survey/wire.ts'

export const words: Record<string, string> = {
  start: 'Start',
  next: 'Next',
  back: 'Back',
  submit: 'Send',
  close: 'Close',
  required: 'Please answer this question.',
  optional: 'optional',
  other: 'Other',
  otherPlaceholder: 'Please say what',
  choose: 'Choose',
  chooseAny: 'Choose all that apply.',
  chooseAtLeast: 'Choose at least {min}.',
  chooseAtMost: 'Choose at most {max}.',
  rank: 'Put these in your order, the best first.',
  stepOf: '{value} of {max}',
  addFile: 'Add a file',
  removeFile: 'Remove',
  fileTooLarge: 'A file can have up to 10 MB.',
  fileFailed: 'This file could not be sent. Try another one.',
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  company: 'Company',
  emailWrong: 'Enter an address like name@example.com.',
  phoneWrong: 'Enter a phone number with its area code.',
  numberWrong: 'Enter a number.',
  progress: 'Question {number} of {total}',
  charactersLeft: '{count} characters left',
  callBackNote: 'What should we know before?',
  callBackSend: 'Contact me',
  callBackSent: 'Thank you. We will get in touch.',
  anonymous: 'Your answers are anonymous: nothing about you is stored with them.',
  offline: 'You are offline. Your answers are kept and sent once you are online.',
  sending: 'Sending …',
  failed: 'That did not work. Try again.',
  language: 'Language',
}

export const theme: Content['theme'] = { accent: '#3355dd', background: '#ffffff', foreground: '#1b1d22', font: 'system', corner: 'soft' }
export const darkTheme: Content['theme'] = { accent: '#8fa8ff', background: '#16181d', foreground: '#eceef2', font: 'system', corner: 'soft' }

export function ask(key: string, type: string, title: string, more: Partial<Question> = {}): Question {
  return { key, type, title, isRequired: false, config: {}, jumps: [], ...more }
}

export function makeContent(questions: Question[], more: Partial<Content> = {}): Content {
  return {
    surveyId: '01970000-0000-7000-8000-000000000001',
    name: 'How are we doing?',
    version: 1,
    isAnonymous: false,
    language: 'en',
    direction: 'ltr',
    languages: ['en'],
    questions,
    scores: [],
    endings: [{ key: 'thanks', kind: 'thanks', title: 'Thank you!', text: 'Your answers help us to do better.' }],
    theme,
    words,
    ...more,
  }
}

const picture = (colour: string, shape: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120"><rect width="160" height="120" fill="${colour}"/>${shape}</svg>`)}`

export const everyType: Question[] = [
  ask('nps', 'nps', 'How likely are you to recommend Nordwind to a friend or colleague?', {
    isRequired: true,
    config: { lowLabel: 'Not at all likely', highLabel: 'Extremely likely' },
  }),
  ask('csat', 'csat', 'How satisfied are you with your last order?', {
    config: { scale: 5, look: 'smileys', lowLabel: 'Very dissatisfied', highLabel: 'Very satisfied' },
  }),
  ask('ces', 'ces', 'How easy was it to get help?', { config: { lowLabel: 'Very hard', highLabel: 'Very easy' } }),
  ask('rating', 'rating', 'How do you rate the fit of your shoes?', { config: { steps: 5, look: 'stars' } }),
  ask('single', 'single_choice', 'What brought you to us today?', {
    config: {
      choices: [
        { key: 'shop', label: 'I wanted to buy something' },
        { key: 'compare', label: 'To compare prices and products' },
        { key: 'help', label: 'I needed help with an order' },
      ],
      hasOther: true,
      look: 'list',
    },
  }),
  ask('dropdown', 'single_choice', 'Which shop did you visit?', {
    config: { choices: [{ key: 'berlin', label: 'Berlin' }, { key: 'hamburg', label: 'Hamburg' }], look: 'dropdown' },
  }),
  ask('multiple', 'multiple_choice', 'What do you like about Nordwind?', {
    config: {
      choices: [
        { key: 'price', label: 'Prices' },
        { key: 'quality', label: 'Quality' },
        { key: 'service', label: 'Service' },
        { key: 'none', label: 'None of these', isExclusive: true },
      ],
      hasOther: true,
      max: 2,
    },
  }),
  ask('ranking', 'ranking', 'What matters most to you in a shop?', {
    config: { choices: [{ key: 'speed', label: 'Fast delivery' }, { key: 'price', label: 'Low prices' }, { key: 'green', label: 'Sustainability' }] },
  }),
  ask('matrix', 'matrix', 'How do you rate these parts of your visit?', {
    config: {
      rows: [{ key: 'staff', label: 'Friendliness of the staff' }, { key: 'waiting', label: 'Waiting time' }, { key: 'clean', label: 'Cleanliness' }],
      columns: [
        { key: 'bad', label: 'Poor' },
        { key: 'fair', label: 'Fair' },
        { key: 'good', label: 'Good' },
        { key: 'great', label: 'Excellent' },
      ],
    },
  }),
  ask('short', 'short_text', 'In one word, what is Nordwind to you?', { config: { placeholder: 'Reliable' } }),
  ask('long', 'long_text', 'What could we do better?', { description: 'Anything that comes to mind. We read every answer.', config: { placeholder: 'Tell us about it' } }),
  ask('number', 'number', 'How many pairs of shoes do you buy a year?', { config: { min: 0, max: 50, isWhole: true, unit: 'pairs' } }),
  ask('date', 'date', 'When did you visit us last?'),
  ask('contact', 'contact', 'How can we reach you?', { config: { fields: ['name', 'email', 'phone', 'company'] } }),
  ask('picture', 'picture_choice', 'Which look do you like best?', {
    config: {
      choices: [
        { key: 'city', label: 'City', image: picture('#c9d6f5', '<circle cx="80" cy="60" r="34" fill="#4a67c9"/>') },
        { key: 'trail', label: 'Trail', image: picture('#cfe8d5', '<path d="M20 100L70 30l30 40 20-20 30 50z" fill="#3c8a57"/>') },
        { key: 'beach', label: 'Beach', image: picture('#fbe3c0', '<circle cx="110" cy="40" r="20" fill="#e59a2f"/><rect y="80" width="160" height="40" fill="#5fb3c9"/>') },
      ],
    },
  }),
  ask('file', 'file', 'Can you show us what went wrong?', { config: { maxFiles: 2, kinds: 'any' } }),
  ask('consent', 'consent', 'May we write to you about new collections?', { config: { purpose: 'marketing', label: 'Yes, send me news by e-mail. I can take this back at any time.' } as Question['config'] }),
  ask('statement', 'statement', 'Almost there', { description: 'Press the button to send your answers.', config: { buttonLabel: 'Finish' } }),
]
