import { Button, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DemoState } from '@contract/demo/demo.contract.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatNumber } from '../../ui/format.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { openDemo } from './demo-state.ts'
import classes from './home.module.css'

/** How far the demo brand is, with counts; offers another try if it failed. */
export function DemoProgress({ demo }: { demo: DemoState }) {
  const { t } = useTranslation('home')
  const again = useSubmit(openDemo)
  if (demo.state === 'failed') {
    return (
      <FailureNote>
        <strong>{t('demo.failed')}</strong> {again.failure ?? demo.message}{' '}
        <Button variant="default" size="compact-sm" loading={again.isBusy} onClick={() => void again.submit()}>
          {t('demo.again')}
        </Button>
      </FailureNote>
    )
  }
  const percent = demo.total > 0 ? (demo.sent / demo.total) * 100 : 0
  return (
    <section aria-label={t('demo.running')}>
      <div className={classes.demoHead}>
        <Text size="sm" fw={600}>
          {t('demo.running')}
        </Text>
        <Text size="sm" c="dimmed" className="numbers">
          {demo.total > 0 ? t('demo.progress', { sent: formatNumber(demo.sent), total: formatNumber(demo.total), people: formatNumber(demo.people) }) : t('demo.starting')}
        </Text>
      </div>
      <Progress value={percent} size="sm" aria-label={t('demo.running')} />
    </section>
  )
}
