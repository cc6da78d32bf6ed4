import { Button, Menu } from '@mantine/core'
import { IconDots, IconPhoto, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiFailure, describeFailure } from '../../app/api.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { PersonaFigures } from './persona-figures.tsx'
import { PersonaForm } from './persona-form.tsx'
import { personaQuery, useDeletePersona, useSavePersona, useUploadPortrait, type Persona } from './persona-requests.ts'
import { Portrait } from './portrait.tsx'
import classes from './personas.module.css'

const maxPictureBytes = 2 * 1024 * 1024

/** One persona: its face, what is written about it, and what its people do now. */
export function PersonaPage() {
  const { t } = useTranslation('personas')
  const { personaId = '' } = useParams({ strict: false }) as { personaId?: string }
  const toPath = useWorkspacePath()
  const { data: persona, error, refetch } = useQuery(personaQuery(personaId))
  const above = <BackLink to="/people/personas">{t('title')}</BackLink>
  if (persona) return <LoadedPersona persona={persona} above={above} />
  const isMissing = error instanceof ApiFailure && error.status === 404
  return (
    <Page title={t('title')} above={above} head={<span />}>
      {!error && <TextSkeleton lines={10} />}
      {error && (
        <EmptyState
          picture={isMissing ? 'search' : 'trouble'}
          title={t(isMissing ? 'page.missing' : 'failed')}
          action={isMissing ? <Button component={Link} to={toPath('/people/personas')}>{t('toList')}</Button> : <Button variant="default" onClick={() => void refetch()}>{t('again')}</Button>}
        >
          {isMissing ? t('page.missingHint') : describeFailure(error)}
        </EmptyState>
      )}
    </Page>
  )
}

function LoadedPersona({ persona, above }: { persona: Persona; above: React.ReactNode }) {
  const { t } = useTranslation('personas')
  const toPath = useWorkspacePath()
  const canWrite = useCan('people:write')
  const [isEditing, setIsEditing] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  return (
    <Page
      title={persona.name}
      above={above}
      head={
        <div className={classes.head}>
          <Portrait url={persona.portrait.url} name={persona.name} size={104} />
          <div>
            <div className={classes.title} aria-hidden>{persona.name}</div>
            <SegmentLine persona={persona} />
          </div>
        </div>
      }
      action={canWrite && (
        <>
          <PersonaMenu persona={persona} onFailure={setFailure} />
          <Button onClick={() => setIsEditing(true)}>{t('page.edit')}</Button>
        </>
      )}
    >
      {failure && <FailureNote>{failure}</FailureNote>}
      {persona.summary && <p className={classes.lead}>{persona.summary}</p>}
      <Section title={t('page.live')} description={t('page.liveHint')} action={persona.overview && persona.segmentId && <Link to={toPath(`/segments/${persona.segmentId}`)}>{t('page.people')}</Link>}>
        {persona.overview ? <PersonaFigures persona={persona} overview={persona.overview} /> : <p className={classes.quiet}>{t('page.noFigures')}</p>}
      </Section>
      <div className={classes.texts}>
        {(['goals', 'frustrations', 'motivations', 'preferredChannels', 'quotes'] as const).map((list) => (
          <Section key={list} title={t(`field.${list}`)}>
            {persona[list].length === 0 ? <p className={classes.quiet}>{t('page.nothing')}</p> : (
              <ul className={list === 'quotes' ? classes.quotes : classes.lines}>
                {persona[list].map((line) => <li key={line}>{list === 'quotes' ? <q>{line}</q> : line}</li>)}
              </ul>
            )}
          </Section>
        ))}
      </div>
      <PersonaForm isOpen={isEditing} persona={persona} onClose={() => setIsEditing(false)} onSaved={() => setFailure(null)} />
    </Page>
  )
}

function SegmentLine({ persona }: { persona: Persona }) {
  const { t } = useTranslation('personas')
  const toPath = useWorkspacePath()
  if (!persona.segmentId) return <span className={classes.quiet}>{t('noSegment')}</span>
  if (!persona.segmentName) return <span className={classes.quiet}>{t('segmentGone')}</span>
  return <span className={classes.quiet}>{t('page.segment')}: <Link to={toPath(`/segments/${persona.segmentId}`)}>{persona.segmentName}</Link></span>
}

function PersonaMenu({ persona, onFailure }: { persona: Persona; onFailure: (failure: string | null) => void }) {
  const { t } = useTranslation('personas')
  const toPath = useWorkspacePath()
  const navigate = useNavigate()
  const file = useRef<HTMLInputElement>(null)
  const [isDeleting, setIsDeleting] = useState(false)
  const save = useSavePersona(persona.id)
  const upload = useUploadPortrait(persona.id)
  const remove = useDeletePersona()
  const report = { onError: (cause: Error) => onFailure(describeFailure(cause)), onSuccess: () => onFailure(null) }
  const choose = (chosen: File | undefined) => {
    if (!chosen) return
    if (chosen.size > maxPictureBytes) onFailure(t('page.tooLarge'))
    else upload.mutate(chosen, report)
  }
  return (
    <>
      <input ref={file} type="file" accept="image/png,image/jpeg,image/webp" hidden aria-label={t('page.portraitUpload')} onChange={(event) => {
        choose(event.currentTarget.files?.[0])
        event.currentTarget.value = ''
      }} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" aria-label={t('page.more', { name: persona.name })} px="xs" loading={upload.isPending || save.isPending}><IconDots size={16} aria-hidden /></Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => save.mutate({ portraitSeed: Math.floor(Math.random() * 2 ** 32) }, report)}>{t('page.portraitNew')}</Menu.Item>
          <Menu.Item leftSection={<IconPhoto size={16} aria-hidden />} onClick={() => file.current?.click()}>
            {t('page.portraitUpload')}<span className={classes.hint}>{t('page.portraitHint')}</span>
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item className={classes.danger ?? ''} leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setIsDeleting(true)}>{t('page.delete')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm
        isOpen={isDeleting}
        title={t('page.deleteTitle', { name: persona.name })}
        verb={t('page.deleteVerb')}
        name={persona.name}
        onConfirm={async () => {
          await remove.mutateAsync(persona.id)
          await navigate({ to: toPath('/people/personas') })
        }}
        onClose={() => setIsDeleting(false)}
      >
        {t('page.deleteHint')}
      </Confirm>
    </>
  )
}
