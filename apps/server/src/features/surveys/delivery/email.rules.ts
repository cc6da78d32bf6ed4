// The mail that asks: the first question with one link an answer where its type allows, else a button. Tables, because mail programs know little else.
import type { DeliveredContent } from '../delivery.contract.ts'
import { questionTypes } from '../question-types/index.ts'
import type { Question, SurveyContent } from '../surveys.contract.ts'
import { pickText, pipe } from '../content/texts.rules.ts'

export interface SurveyMail {
  /** As it is delivered: in one language, with traits filled in. */
  content: DeliveredContent
  /** The same as it was published: what answers there are. */
  published: SurveyContent
  subject: string | undefined
  body: string | undefined
  /** Who asks. */
  senderName: string
  /** Source of the logo's picture; undefined without one. */
  logo: string | undefined
  /** Address of the survey, with an answer chosen where one is given. */
  urlOf(preset?: { question: string; value: string }): string
}

interface Step {
  value: string
  label: string
}

/** More choices than these make a longer mail than anybody reads. */
const maxChoices = 10
const smileys: Record<number, readonly string[]> = { 3: ['🙁', '😐', '🙂'], 5: ['😡', '🙁', '😐', '🙂', '😀'] }

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** What earlier answers would fill is not known yet. */
const withoutAnswers = (text: string) => text.replaceAll(pipe, (_whole, _source, _name, fallback = '') => fallback as string)

/** The first question that is asked in any case. */
function findFirst({ content, published }: SurveyMail): { title: string; question: Question } | undefined {
  const first = content.questions[0]
  const question = published.questions.find(({ key }) => key === first?.key)
  return first && question && !question.showIf ? { title: withoutAnswers(first.title), question } : undefined
}

function listSteps({ type, config }: Question, { language, languages }: { language: string; languages: SurveyContent['languages'] }): { look: 'scale' | 'list'; steps: Step[] } | undefined {
  const questionType = questionTypes.find(type)
  const parsed = questionType?.configSchema.safeParse(config)
  if (!questionType || !parsed?.success) return undefined
  if (questionType.shape === 'scale') {
    const values = questionType.values?.(parsed.data as never, languages.main) ?? []
    const faces = (parsed.data as { look?: string }).look === 'smileys' ? smileys[values.length] : undefined
    const star = (parsed.data as { look?: string }).look === 'stars' ? ' ★' : ''
    return { look: 'scale', steps: values.map(({ value }, index) => ({ value, label: faces?.[index] ?? `${value}${star}` })) }
  }
  const { choices = [] } = parsed.data as { choices?: { key: string; label: { i18n: Record<string, string> } }[] }
  if (type !== 'single_choice' || choices.length > maxChoices) return undefined
  return { look: 'list', steps: choices.map(({ key, label }) => ({ value: key, label: withoutAnswers(pickText(label, language, languages.main)) || key })) }
}

/** Black or white, whichever is read better on `colour`: the relative luminance of WCAG 2.2. */
export function inkOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff'
}

const fonts: Record<string, string> = {
  system: "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif", serif: "Georgia,'Times New Roman',serif",
  rounded: "'Trebuchet MS',Verdana,sans-serif", mono: "Menlo,Consolas,'Courier New',monospace",
}
const corners: Record<string, number> = { square: 0, soft: 6, round: 18 }

function renderLink(url: string, label: string, title: string, style: string): string {
  return `<a href="${escapeHtml(url)}" title="${escapeHtml(title)}" class="b" style="display:block;text-decoration:none;${style}">${escapeHtml(label)}</a>`
}

function renderSteps(mail: SurveyMail, { title, question }: { title: string; question: Question }, { look, steps }: { look: 'scale' | 'list'; steps: Step[] }): string {
  const { accent, corner } = mail.content.theme
  const style = `background-color:${accent};color:${inkOn(accent)};border:1px solid ${accent};border-radius:${corners[corner]}px;`
  const urlOf = (value: string) => mail.urlOf({ question: question.key, value })
  const named = (step: Step) => `${title} ${step.value === step.label ? step.label : `${step.label} (${step.value})`}`
  if (look === 'list') {
    const rows = steps.map((step) => `<tr><td style="padding:4px 0">${renderLink(urlOf(step.value), step.label, named(step), `${style}padding:12px 16px;font-size:16px;`)}</td></tr>`)
    return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${rows.join('')}</table>`
  }
  const cells = steps.map((step) => `<td align="center" style="padding:2px">${renderLink(urlOf(step.value), step.label, named(step), `${style}padding:12px 0;font-size:${steps.length > 7 ? 14 : 18}px;`)}</td>`)
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed"><tr>${cells.join('')}</tr></table>${renderEnds(mail, question)}`
}

/** What the ends of a scale mean. */
function renderEnds({ content }: SurveyMail, { key }: Question): string {
  const config = content.questions.find((question) => question.key === key)?.config ?? {}
  const [low, high] = [config['lowLabel'], config['highLabel']].map((label) => (typeof label === 'string' ? withoutAnswers(label) : ''))
  if (!low && !high) return ''
  const far = content.direction === 'rtl' ? 'left' : 'right'
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="m" style="padding:6px 2px;font-size:13px;color:#595959">${escapeHtml(low!)}</td><td class="m" align="${far}" style="padding:6px 2px;font-size:13px;color:#595959">${escapeHtml(high!)}</td></tr></table>`
}

function renderButton({ content, urlOf }: SurveyMail): string {
  const { accent, corner } = content.theme
  const style = `background-color:${accent};color:${inkOn(accent)};border-radius:${corners[corner]}px;padding:14px 28px;font-size:16px;`
  const label = content.words['start'] ?? 'Start'
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td>${renderLink(urlOf(), label, label, style)}</td></tr></table>`
}

function renderText(mail: SurveyMail, { intro, title, question, steps }: { intro: string; title: string; question: Question | undefined; steps: readonly Step[] }): string {
  const lines = question ? steps.map((step) => `${step.label}: ${mail.urlOf({ question: question.key, value: step.value })}`) : []
  return `${[intro, title, lines.join('\n'), mail.urlOf(), mail.senderName].filter((part) => part !== '').join('\n\n')}\n`
}

export function renderMail(mail: SurveyMail): { subject: string; html: string; text: string } {
  const { content, published, senderName, logo } = mail
  const first = findFirst(mail)
  const steps = first && listSteps(first.question, { language: content.language, languages: published.languages })
  const title = first?.title ?? withoutAnswers(content.welcome?.title ?? content.name)
  const subject = (withoutAnswers(mail.subject ?? '').trim() || title || content.name).replaceAll(/\s+/g, ' ').slice(0, 200)
  const intro = withoutAnswers(mail.body ?? '').trim()
  const paragraphs = intro === '' ? '' : intro.split(/\n{2,}/).map((part) => `<p style="margin:0 0 16px">${escapeHtml(part).replaceAll('\n', '<br>')}</p>`).join('')
  const picture = logo ? `<img src="${escapeHtml(logo)}" alt="${escapeHtml(senderName)}" height="40" style="display:block;height:40px;width:auto;border:0;margin:0 0 24px">` : ''
  const { background, foreground, font } = content.theme
  const html = `<!doctype html>
<html lang="${content.language}" dir="${content.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(subject)}</title>
<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){.w{background-color:#121316!important}.c{background-color:#1c1e22!important;color:#f1f1f2!important}.m{color:#b7b9be!important}}</style>
</head><body class="w" style="margin:0;padding:0;background-color:${background}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="w" style="background-color:${background}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="c" dir="${content.direction}" style="max-width:600px;background-color:${background};color:${foreground};font-family:${fonts[font]};font-size:16px;line-height:1.5"><tr><td style="padding:24px">
${picture}${paragraphs}<p style="margin:0 0 16px;font-size:18px;font-weight:bold">${escapeHtml(title)}</p>
${first && steps ? renderSteps(mail, first, steps) : renderButton(mail)}
<p class="m" style="margin:24px 0 0;font-size:13px;color:#595959">${escapeHtml(senderName)} · <a href="${escapeHtml(mail.urlOf())}" class="m" style="color:#595959">${escapeHtml(content.name)}</a></p>
</td></tr></table>
</td></tr></table></body></html>
`
  return { subject, html, text: renderText(mail, { intro, title, question: first?.question, steps: steps?.steps ?? [] }) }
}
