import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../../ui/format.ts'
import { useUrlState } from '../../../../ui/use-url-state.ts'
import { responsesDefaults } from '../responses-view.ts'
import type { BodyProps } from './question-card.tsx'
import classes from './summary.module.css'

/** How many sent files, and the newest of them. */
export function FilesBody({ question: { answered, texts } }: BodyProps) {
  const { t } = useTranslation('surveys')
  const [, setView] = useUrlState(responsesDefaults)
  return (
    <>
      <p className={classes.plain}>{t('responses.summary.card.files', { count: answered, n: formatNumber(answered) })}</p>
      <ul className={classes.texts}>
        {texts.slice(0, 5).map(({ responseId, text }) => (
          <li key={responseId}><button type="button" className={classes.text} onClick={() => setView({ response: responseId })}>{text}</button></li>
        ))}
      </ul>
    </>
  )
}
