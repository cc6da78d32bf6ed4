import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiFailure, describeFailure } from '../../app/api.ts'
import { useWorkspacePath } from '../../app/session.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { BackLink } from '../../ui/back-link.tsx'

/** Instead of a segment: it is on its way, does not exist, or could not be loaded. */
export function SegmentMissing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('segments')
  const { t: tUi } = useTranslation('ui')
  const toPath = useWorkspacePath()
  const isMissing = error instanceof ApiFailure && (error.status === 404 || error.status === 400)
  return (
    <Page title={t('list.title')} head={<span />} above={<BackLink to="/segments">{t('list.title')}</BackLink>}>
      {error ? (
        <EmptyState
          picture={isMissing ? 'search' : 'trouble'}
          title={t(isMissing ? 'segment.missing' : 'segment.failed')}
          action={isMissing ? <Button component={Link} to={toPath('/segments')}>{t('segment.toList')}</Button> : <Button variant="default" onClick={onRetry}>{tUi('retry')}</Button>}
        >
          {isMissing ? t('segment.missingHint') : describeFailure(error)}
        </EmptyState>
      ) : (
        <TextSkeleton lines={10} />
      )}
    </Page>
  )
}
