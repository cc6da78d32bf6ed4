/** A page of its own around a survey: theme, language, and the words for when there is no survey to show. */
import { h, render, type Content as Drawing } from '../../render.ts'
import { createStyledRoot } from '../start-survey.tsx'
import { pageCss } from './page-styles.ts'
import type { Content, Theme } from '../wire.ts'

const plainTheme: Theme = { accent: '#3355dd', background: '#ffffff', foreground: '#1b1d22', font: 'system', corner: 'soft' }

/** An emptied page in this theme. */
export function openPage(theme: Theme = plainTheme): HTMLElement {
  const host = document.getElementById('survey')!
  const root = createStyledRoot(host, theme)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(pageCss)
  host.shadowRoot!.adoptedStyleSheets = [...host.shadowRoot!.adoptedStyleSheets, sheet]
  document.documentElement.style.background = theme.background
  root.className = 'page'
  return root
}

/** Fills the page with one message. */
export function showMessage(title: string, text: string, children?: Drawing): void {
  const root = openPage()
  render(
    <main class="card">
      <div class="scroll">
        <div class="screen ending">
          <h1>{title}</h1>
          <p class="text" role="status">
            {text}
          </p>
          {children}
        </div>
      </div>
    </main>,
    root,
  )
}

export function nameLanguage(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

interface SwitcherProps {
  content: Content
  choose(language: string): void
}

export function LanguageSwitcher({ content: { language, languages, words }, choose }: SwitcherProps) {
  return (
    <label class="languages">
      <span class="unseen">{words['language']}</span>
      <select class="field" value={language} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {languages.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {nameLanguage(tag)}
          </option>
        ))}
      </select>
    </label>
  )
}
