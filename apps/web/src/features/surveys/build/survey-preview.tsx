import { SegmentedControl } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeliveredContent } from '@contract/surveys/delivery.contract.ts'
import { ApiFailure, describeFailure } from '../../../app/api.ts'
import { Note } from '../../../ui/failure-note.tsx'
import { previewQuery, type SurveyContent } from '../survey-requests.ts'
import { startAt } from './start-at.ts'
import classes from './survey-preview.module.css'

const pauseMilliseconds = 250
type Device = 'phone' | 'desktop'
const deskWidth = 960

interface SurveyPreviewProps {
  content: SurveyContent
  language?: string
  /** The question or ending that is being edited. */
  at?: string
  /** Left out: as a phone, without the switch. */
  hasDevices?: boolean
}

/** The survey as it would be delivered now, in its own page; it can be answered, and nothing is recorded. */
export function SurveyPreview({ content, language, at, hasDevices = false }: SurveyPreviewProps) {
  const { t } = useTranslation('surveys')
  const [device, setDevice] = useState<Device>('phone')
  const [wanted] = useDebouncedValue(content, pauseMilliseconds)
  const { data, error } = useQuery({ ...previewQuery(wanted, language), placeholderData: keepPreviousData })
  const shown = useMemo(() => data && startAt(data, at), [data, at])
  return (
    <div className={classes.frame}>
      {hasDevices && (
        <div className={classes.head}>
          <span>{t('preview.title')}</span>
          <SegmentedControl aria-label={t('preview.device')} size="xs" data={[{ value: 'phone', label: t('preview.phone') }, { value: 'desktop', label: t('preview.desktop') }]} value={device} onChange={(next) => setDevice(next as Device)} />
        </div>
      )}
      {error && <Note tone="warn">{error instanceof ApiFailure && error.status === 400 ? t('preview.notYet') : describeFailure(error)}</Note>}
      <PreviewFrame delivered={shown} device={device} />
      {hasDevices && <p className={classes.hint}>{t('preview.hint')}</p>}
    </div>
  )
}

/** Feeds the page of the survey, as soon as it says that it is ready. */
function PreviewFrame({ delivered, device }: { delivered: DeliveredContent | undefined; device: Device }) {
  const { t } = useTranslation('surveys')
  const frame = useRef<HTMLIFrameElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const [readyCount, setReadyCount] = useState(0)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const listen = (event: MessageEvent<{ type?: string } | null>) => {
      if (event.source === frame.current?.contentWindow && event.data?.type === 'rapport:survey-preview-ready') setReadyCount((count) => count + 1)
    }
    addEventListener('message', listen)
    return () => removeEventListener('message', listen)
  }, [])
  useEffect(() => {
    if (readyCount > 0 && delivered) frame.current?.contentWindow?.postMessage({ type: 'rapport:survey-preview', content: delivered }, location.origin)
  }, [readyCount, delivered])
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  // A desk is wider than the column: it is drawn at its own width and shrunk.
  const scale = device === 'desktop' && width > 0 ? Math.min(1, width / deskWidth) : 1
  return (
    <div ref={box} className={classes.box} data-device={device}>
      <iframe
        ref={frame}
        src="/s/preview"
        title={t('preview.title')}
        className={classes.page}
        style={scale < 1 ? { width: deskWidth, height: `${100 / scale}%`, transform: `scale(${scale})` } : {}}
      />
    </div>
  )
}
