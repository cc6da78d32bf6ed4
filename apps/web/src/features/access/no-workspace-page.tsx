import { useTranslation } from 'react-i18next'
import { NewWorkspaceForm } from '../../app/workspace-switcher.tsx'
import { DoorLayout } from './door-layout.tsx'

/** For somebody who is signed in but was removed from their last workspace. */
export function NoWorkspacePage() {
  const { t } = useTranslation('access')
  return (
    <DoorLayout title={t('noWorkspace.title')} intro={t('noWorkspace.hint')}>
      <NewWorkspaceForm />
    </DoorLayout>
  )
}
