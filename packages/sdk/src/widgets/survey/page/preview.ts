/** The survey as the admin app sees it before it is published: given by message, never sent anywhere. */
import { startSurvey } from '../start-survey.tsx'
import type { Content } from '../wire.ts'
import { openPage } from './page-frame.tsx'

export function showPreview(): void {
  addEventListener('message', (event: MessageEvent<{ type?: string; content?: Content } | null>) => {
    if (event.origin !== location.origin || event.data?.type !== 'rapport:survey-preview' || !event.data.content) return
    const { content } = event.data
    const page = openPage(content.theme)
    const body = document.createElement('main')
    body.className = 'survey'
    page.replaceChildren(body)
    document.documentElement.lang = content.language
    startSurvey({ content, root: body, destination: null, headingLevel: 1, takesFocus: false })
  })
  if (parent !== window) parent.postMessage({ type: 'rapport:survey-preview-ready' }, location.origin)
}
