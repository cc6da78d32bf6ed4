import { Button, Text } from '@mantine/core'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton, TextSkeleton } from '../ui/skeletons.tsx'
import { ApiFailure, describeFailure } from './api.ts'
import { useCan } from './session.ts'

/** Shown where an address leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation('app')
  return (
    <Page title={t('fallback.notFound')} head={<span />}>
      <EmptyState picture="search" title={t('fallback.notFound')} action={<Button component="a" href="/">{t('fallback.toStart')}</Button>}>
        {t('fallback.notFoundHint')}
      </EmptyState>
    </Page>
  )
}

/** The same outside any workspace, where no shell gives it a landmark. */
export function OuterNotFoundPage() {
  return (
    <main>
      <NotFoundPage />
    </main>
  )
}

/** Shown where a page threw; trying again asks the server again. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('app')
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Page title={t('fallback.failed')} head={<span />}>
      <EmptyState picture="trouble" title={t('fallback.failed')} action={<Button onClick={again}>{t('fallback.again')}</Button>}>
        {describeFailure(error)}
        {error instanceof ApiFailure && error.requestId && (
          <Text size="xs" c="dimmed" component="span" display="block" mt={4}>
            {t('fallback.reference', { id: error.requestId })}
          </Text>
        )}
      </EmptyState>
    </Page>
  )
}

/** The shape of a page while its code arrives. */
export function PageSkeleton() {
  const { t } = useTranslation('app')
  return (
    <div style={{ padding: 24 }} aria-busy>
      <span className="visually-hidden">{t('fallback.loading')}</span>
      <Skeleton width={180} height={24} />
      <div style={{ height: 24 }} />
      <TextSkeleton lines={8} />
    </div>
  )
}

/** Wraps a page so that people without the permission read why they cannot see it. */
export function guardPage(Inner: ComponentType, permission: string | undefined): ComponentType {
  if (permission === undefined) return Inner
  return function GuardedPage() {
    const { t } = useTranslation('app')
    const isAllowed = useCan(permission)
    if (isAllowed) return <Inner />
    return (
      <Page title={t('fallback.notAllowed')} head={<span />}>
        <EmptyState picture="trouble" title={t('fallback.notAllowed')}>
          {t('fallback.notAllowedHint')}
        </EmptyState>
      </Page>
    )
  }
}
