import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useWorkspacePath } from '../../app/session.ts'

/** Leads to why one person is or isn't in the segment. */
export function WhyLink({ segmentId, person }: { segmentId: string; person: { id: string; name: string } }) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  return (
    <Link to={toPath(`/segments/${segmentId}`)} search={{ tab: 'why', person: person.id } as never} aria-label={t('why.of', { name: person.name })}>
      {t('why.link')}
    </Link>
  )
}
