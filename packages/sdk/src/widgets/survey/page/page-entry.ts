/** The script of a survey's own page: /s/SLUG, /s/t/TOKEN, and /s/preview within the admin app. */
import { showPreview } from './preview.ts'
import { openLink } from './open-link.tsx'

const [, , first = '', second = ''] = location.pathname.split('/')

if (first === 'preview' && !second) showPreview()
else void openLink(decodeURIComponent(second || first))
