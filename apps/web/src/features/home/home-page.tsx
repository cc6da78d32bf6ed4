import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Home } from '@contract/stream/stream.contract.ts'
import { api } from '../../app/api.ts'
import { useLive, useThrottled } from '../../app/live.ts'
import { useCan, useWorkspace, useWorkspacePath } from '../../app/session.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Page } from '../../ui/page.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { DemoProgress } from './demo-progress.tsx'
import { demoQuery } from './demo-state.ts'
import { FirstSteps } from './first-steps.tsx'
import { Overview } from './overview.tsx'

/** What is arriving now; in an empty workspace, the two doors. */
export function HomePage() {
  const { t } = useTranslation('home')
  const toPath = useWorkspacePath()
  const { slug } = useWorkspace()
  const [view] = useUrlState({ doors: '' })
  const canConnect = useCan('sources:write')
  const canLoadDemo = useCan('demo:load')
  const home = useQuery({ queryKey: ['home'], queryFn: ({ signal }) => api.get<Home>('/v1/home', { signal }), refetchInterval: 30_000 })
  const demo = useQuery({ ...demoQuery, enabled: canLoadDemo })
  const refresh = useThrottled(() => void home.refetch(), 3000)
  useLive(refresh)
  const isEmpty = home.data !== undefined && home.data.counters.accepted === 0
  const isLoadingDemo = demo.data?.workspace === slug && (demo.data.state === 'running' || demo.data.state === 'failed')
  if (home.data && ((isEmpty && !isLoadingDemo) || view.doors)) return <FirstSteps hasSource={home.data.sources > 0} demo={demo.data} />
  return (
    <Page
      title={t('title')}
      action={
        canConnect && (
          <Button component={Link} to={toPath('/sources')} search={{ create: 'yes' } as never} leftSection={<IconPlus size={16} aria-hidden />}>
            {t('connect')}
          </Button>
        )
      }
    >
      {isLoadingDemo && demo.data && <DemoProgress demo={demo.data} />}
      {home.error && !home.data ? <FailureNote>{home.error.message}</FailureNote> : <Overview home={home.data} />}
      {!home.data && !home.error && <TextSkeleton lines={6} />}
    </Page>
  )
}
