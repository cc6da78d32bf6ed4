import { SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxMessageDetail } from '@contract/outbox/outbox.contract.ts'
import { api } from '../../app/api.ts'
import { useWorkspace } from '../../app/session.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import classes from './message-panel.module.css'

/** One message: as its reader sees it, its text, its headers, its source. */
export function MessagePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('outbox')
  const { data, error } = useQuery({ queryKey: ['outbox', 'message', id], queryFn: ({ signal }) => api.get<OutboxMessageDetail>(`/v1/outbox/${id}`, { signal }) })
  return (
    <SidePanel title={data ? data.subject || t('noSubject') : t('title')} onClose={onClose}>
      {error ? <FailureNote>{error.message}</FailureNote> : data ? <Message message={data} /> : <TextSkeleton lines={8} />}
    </SidePanel>
  )
}

function Message({ message }: { message: OutboxMessageDetail }) {
  const { t } = useTranslation('outbox')
  const { timezone } = useWorkspace()
  const [view, setView] = useState(message.html === null ? 'text' : 'html')
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t('from')}</dt>
        <dd>{message.from}</dd>
        <dt>{t('to')}</dt>
        <dd>{message.to.join(', ')}</dd>
        <dt>{t('received')}</dt>
        <dd>{formatDateTime(message.receivedAt, timezone)}</dd>
      </dl>
      <SegmentedControl
        fullWidth
        aria-label={t('view')}
        value={view}
        onChange={setView}
        data={['html', 'text', 'headers', 'source'].map((value) => ({ value, label: t(value) }))}
      />
      {view === 'html' &&
        (message.html === null ? (
          <Text size="sm">{t('noHtml')}</Text>
        ) : (
          // The empty sandbox runs no script and opens nothing; links and forms of the message are dead on purpose.
          <iframe className={classes.frame} title={t('frame')} sandbox="" referrerPolicy="no-referrer" srcDoc={message.html} />
        ))}
      {view === 'text' && (message.text === null ? <Text size="sm">{t('noText')}</Text> : <pre className={classes.text}>{message.text}</pre>)}
      {view === 'headers' && (
        <dl className={classes.facts}>
          {message.headers.map((header, index) => (
            <div key={`${header.name}-${index}`} className={classes.header}>
              <dt>{header.name}</dt>
              <dd>{header.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {view === 'source' && <CodeBlock code={message.source} label={t('source')} />}
    </>
  )
}
