// Examples of values, without what must not be read in a catalogue: secrets, card numbers, e-mail addresses, phone numbers.

const maxExampleLength = 80
/** Read before masking, so that masking a long text stays cheap. */
const maxReadLength = 240
const maxListValues = 10
const hidden = '•••'

const secretWords = new RegExp(
  [
    'pass(word|wd|phrase|code|port)', 'pwd', 'secret', 'token', '(api|private|access).?key', 'auth(?!or(?!iz))', 'bearer', 'credential', 'signature',
    'session.?(id|key)', 'cookie', 'jwt', 'card', 'cvv', 'cvc', 'iban', 'account.?n(o|um)', 'routing.?n', 'social.?sec', '(tax|national).?id',
  ].join('|'),
  'i',
)
const secretSegments = /(^|[._\s-])(pass|pin|otp|key|tan|bic|ssn)($|[._\s-])/i
const phoneWords = /phone|mobile|msisdn|whatsapp|(^|[._\s-])(tel|fax|cell)($|[._\s-])/i
const secretText = /^(eyJ[\w-]{10}|(sk|pk|rk|ghp|gho|xox[abp]|AKIA|ASIA|whsec)[_-]?\w{12}|bearer\s|basic\s|-----BEGIN)/i
const emailInText = /([^\s@,;:<>"'()/=&]+)@([^\s@,;:<>"'()/=&]+)/g
const phoneText = /^\+?[\d\s()./-]{7,24}$/
const decimalText = /^(0|[1-9]\d*)\.\d+$/

/** The sum digit that payment cards carry (ISO/IEC 7812, Luhn). */
function hasCardChecksum(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

function isCardNumber(text: string): boolean {
  if (text.length < 13 || text.length > 23 || !/^\d[\d -]+\d$/.test(text)) return false
  const digits = text.replace(/[ -]/g, '')
  return digits.length >= 13 && digits.length <= 19 && hasCardChecksum(digits)
}

/** Digits with signs between them, or behind a + or 0: plain digits such as an order number stay readable. */
function isPhoneNumber(text: string): boolean {
  if (!phoneText.test(text) || decimalText.test(text)) return false
  const digits = text.replace(/\D/g, '').length
  return digits >= 8 && digits <= 15 && (/^[+(0]/.test(text) || /\d[\s()/-]+\d/.test(text))
}

function maskPhone(text: string): string {
  return `…${text.replace(/\D/g, '').slice(-2)}`
}

function maskText(text: string, isDate: boolean): string {
  if (isDate) return text
  if (secretText.test(text) || isCardNumber(text)) return hidden
  if (isPhoneNumber(text)) return maskPhone(text)
  // What follows the ? of an address carries tokens and e-mail addresses.
  const shown = /^[a-z][\w+.-]*:\/\//i.test(text) ? text.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//') : text
  return shown.includes('@') ? shown.replace(emailInText, (_, local: string, domain: string) => `${local.slice(0, 1)}…@${domain}`) : shown
}

/** PostgreSQL refuses NUL in text, and JSON refuses half of a surrogate pair: one such value would fail a whole batch. */
export function cleanText(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? text.slice(0, maxLength) : text
  const whole = cut.includes('\0') ? cut.replaceAll('\0', '�') : cut
  return whole.isWellFormed() ? whole : whole.toWellFormed()
}

/** What the name of a property says about its values. */
export type Sensitivity = 'none' | 'phone' | 'secret'

export function sensitivityOf(path: string): Sensitivity {
  if (secretWords.test(path) || secretSegments.test(path)) return 'secret'
  return phoneWords.test(path) ? 'phone' : 'none'
}

function scalarText(value: unknown, sensitivity: Sensitivity, isDate: boolean): string {
  const text = String(value).slice(0, maxReadLength)
  if (sensitivity === 'phone' && text.replace(/\D/g, '').length >= 4) return maskPhone(text)
  if (typeof value === 'number') return isCardNumber(text) ? hidden : text
  return maskText(text, isDate)
}

/** A value as an example to show, or undefined where there is nothing to show (objects, null, empty text). */
export function toExample(value: unknown, sensitivity: Sensitivity, isDate: boolean): string | undefined {
  if (value === null || value === undefined || value === '') return undefined
  // A yes or no gives no secret away, whatever it is called.
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) {
    const scalars = value.slice(0, maxListValues).filter((entry) => typeof entry === 'string' || typeof entry === 'number')
    if (scalars.length === 0) return undefined
    if (sensitivity === 'secret') return hidden
    return cleanText(scalars.map((entry) => scalarText(entry, sensitivity, false)).join(', '), maxExampleLength)
  }
  if (typeof value === 'object') return undefined
  return sensitivity === 'secret' ? hidden : cleanText(scalarText(value, sensitivity, isDate), maxExampleLength)
}
