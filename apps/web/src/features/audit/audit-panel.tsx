import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '@contract/audit/audit.contract.ts'
import { useWorkspace } from '../../app/session.ts'
import { formatDateTime } from '../../ui/format.ts'
import { JsonView } from '../../ui/json-view.tsx'
import { Section } from '../../ui/page.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { describeAction } from './describe-action.ts'
import { listChanges } from './list-changes.ts'
import classes from './audit-panel.module.css'

function write(value: unknown, missing: string): string {
  if (value === undefined || value === null || value === '') return missing
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** One change: by whom, and each field before and after. */
export function AuditPanel({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { t } = useTranslation('audit')
  const { timezone } = useWorkspace()
  const changes = listChanges(entry.before, entry.after)
  return (
    <SidePanel title={describeAction(entry.action)} onClose={onClose}>
      <Text size="sm" c="dimmed">
        {entry.target.name || entry.target.id} · {entry.actor.name} ({t(`actorKind.${entry.actor.kind}`)}) · {formatDateTime(entry.at, timezone)}
      </Text>
      {changes.length === 0 ? (
        <Text size="sm">{t('noDetails')}</Text>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <caption className="visually-hidden">{t('change')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('field')}</th>
                <th scope="col">{t('before')}</th>
                <th scope="col">{t('after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.field}>
                  <th scope="row">{change.field}</th>
                  <td>{change.before == null ? t('nothing') : <del className={classes.before}>{write(change.before, t('nothing'))}</del>}</td>
                  <td>{change.after == null ? t('nothing') : <ins className={classes.after}>{write(change.after, t('nothing'))}</ins>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Section title={t('whole')}>
        <JsonView value={{ before: entry.before, after: entry.after }} label={t('whole')} openLevels={1} />
      </Section>
    </SidePanel>
  )
}
