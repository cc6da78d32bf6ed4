import { Button, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { DemoState } from '@contract/demo/demo.contract.ts'
import { useCan, useWorkspace, useWorkspacePath } from '../../app/session.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Picture } from '../../ui/pictures.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { DemoProgress } from './demo-progress.tsx'
import { openDemo } from './demo-state.ts'
import classes from './home.module.css'

/** The two doors of a new workspace: a demo brand, or one's own site. */
export function FirstSteps({ hasSource, demo }: { hasSource: boolean; demo: DemoState | undefined }) {
  const { t } = useTranslation('home')
  const { name } = useWorkspace()
  const toPath = useWorkspacePath()
  const canLoadDemo = useCan('demo:load')
  const canConnect = useCan('sources:write')
  const opening = useSubmit(openDemo)
  const isThere = demo?.state === 'running' || demo?.state === 'done'
  return (
    <Page title={t('first.title', { name })} description={t('first.hint')}>
      <div className={classes.doors}>
        {canLoadDemo && (
          <section className={classes.doorway} aria-labelledby="door-demo">
            <Picture name="people" />
            <Title order={2} id="door-demo">
              {t('first.demoTitle')}
            </Title>
            <Text size="sm" c="dimmed">
              {t(isThere ? 'first.demoThere' : 'first.demoHint')}
            </Text>
            {demo?.state === 'running' && <DemoProgress demo={demo} />}
            {opening.failure && <FailureNote>{opening.failure}</FailureNote>}
            <Button variant="default" loading={opening.isBusy} onClick={() => void opening.submit()}>
              {t(isThere ? 'first.demoOpen' : 'first.demoAction')}
            </Button>
          </section>
        )}
        <section className={classes.doorway} aria-labelledby="door-connect">
          <Picture name="source" />
          <Title order={2} id="door-connect">
            {t('first.connectTitle')}
          </Title>
          <Text size="sm" c="dimmed">
            {canConnect ? t('first.connectHint') : t('first.noRight')}
          </Text>
          {canConnect && (
            <Button component={Link} to={toPath('/sources')} search={(hasSource ? {} : { create: 'yes', platform: 'browser' }) as never}>
              {t('first.connectAction')}
            </Button>
          )}
        </section>
      </div>
    </Page>
  )
}
