import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../../ui/format.ts'
import { Time } from '../../../../ui/time.tsx'
import { useUrlState } from '../../../../ui/use-url-state.ts'
import { responsesDefaults } from '../responses-view.ts'
import type { BodyProps } from './question-card.tsx'
import classes from './summary.module.css'

/** The most frequent words, which lead to the answers with them, and the newest texts. */
export function TextBody({ question: { words, texts }, onChoose }: BodyProps) {
  const { t } = useTranslation('surveys')
  const [, setView] = useUrlState(responsesDefaults)
  const most = Math.max(...words.map(({ count }) => count), 1)
  return (
    <>
      {words.length > 0 && (
        <ul className={classes.words} aria-label={t('responses.summary.card.words')}>
          {words.map(({ word, count }) => (
            <li key={word}>
              <button type="button" className={classes.word} style={{ fontSize: `${12 + Math.round((count / most) * 5)}px` }} disabled={!onChoose} onClick={() => onChoose?.({ question: '', search: word })}>
                {word} <span className={`${classes.wordCount} numbers`}>{formatNumber(count)}</span> <span className="visually-hidden">{t('responses.summary.card.showWord')}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <ul className={classes.texts} aria-label={t('responses.summary.card.newest')}>
        {texts.slice(0, 5).map(({ responseId, text, at }) => (
          <li key={responseId}>
            <button type="button" className={classes.text} title={text} onClick={() => setView({ response: responseId })}>{text}</button>
            <span className={classes.quiet}><Time value={at} /></span>
          </li>
        ))}
      </ul>
    </>
  )
}
