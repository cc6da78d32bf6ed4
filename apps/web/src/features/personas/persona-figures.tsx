import { Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../app/api.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatMoney, formatNumber } from '../../ui/format.ts'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { Stat, StatRow } from '../../ui/stat.tsx'
import { useWorkspacePath } from '../../app/session.ts'
import { figuresQuery, type Persona, type PersonaFigures as Figures } from './persona-requests.ts'
import { findChannelKey, formatLift, formatShare, formatStars } from './say-figures.ts'
import classes from './personas.module.css'

type Overview = NonNullable<Persona['overview']>

/** Size, value and satisfaction at once; behaviour as soon as the events are read. */
export function PersonaFigures({ persona, overview }: { persona: Persona; overview: Overview }) {
  const { data: figures, error } = useQuery(figuresQuery(persona.id))
  return (
    <>
      <OverviewRow overview={overview} figures={figures} segmentId={persona.segmentId} isLoading={!figures && !error} />
      {error && <FailureNote>{describeFailure(error)}</FailureNote>}
      {!figures && !error && <TextSkeleton lines={5} />}
      {figures && (
        <div className={classes.tables}>
          <Behaviours figures={figures} />
          <Channels figures={figures} />
        </div>
      )}
    </>
  )
}

function OverviewRow({ overview, figures, segmentId, isLoading }: { overview: Overview; figures: Figures | undefined; segmentId: string | null; isLoading: boolean }) {
  const { t } = useTranslation('personas')
  const toPath = useWorkspacePath()
  const sayChannel = useChannelWord()
  const { satisfaction, currency } = overview
  const channel = figures?.orderChannels[0] ?? figures?.visitChannels[0]
  return (
    <StatRow>
      <Stat label={t('stat.size')} definition={t('stat.sizeMeaning')} value={formatNumber(overview.size)} {...(segmentId ? { to: toPath(`/segments/${segmentId}`) } : {})} />
      <Stat label={t('stat.share')} definition={t('stat.shareMeaning')} value={formatShare(overview.share)} note={t('stat.ofCustomers', { n: formatNumber(overview.allCustomers) })} />
      <Stat label={t('stat.revenue')} definition={t('stat.revenueMeaning')} value={formatMoney(overview.revenue, currency)} note={overview.revenueShare !== null && t('stat.ofRevenue', { share: formatShare(overview.revenueShare) })} />
      <Stat label={t('stat.mean')} definition={t('stat.meanMeaning')} value={overview.revenueMean === null ? '–' : formatMoney(overview.revenueMean, currency)} n={overview.size} />
      <Stat
        label={t('stat.satisfaction')}
        definition={t('stat.satisfactionMeaning')}
        value={satisfaction ? `${formatStars(satisfaction.mean)} ★` : '–'}
        n={satisfaction?.n ?? 0}
        note={satisfaction?.interval && t('stat.interval', { from: formatStars(satisfaction.interval.from), to: formatStars(satisfaction.interval.to) })}
      />
      <Stat
        label={t('stat.channel')}
        definition={t('stat.channelMeaning')}
        isLoading={isLoading}
        value={figures?.observedChannel ? sayChannel(figures.observedChannel) : '–'}
        note={channel && figures && t(figures.orderChannels.length > 0 ? 'stat.ofOrders' : 'stat.ofVisits', {
          share: formatShare(channel.share), n: formatNumber((figures.orderChannels.length > 0 ? figures.orderChannels : figures.visitChannels).reduce((sum, { count }) => sum + count, 0)),
        })}
      />
    </StatRow>
  )
}

function useChannelWord(): (channel: string) => string {
  const { t } = useTranslation('personas')
  return (channel) => {
    const key = findChannelKey(channel)
    return key ? t(key) : channel
  }
}

function LiftHeader() {
  const { t } = useTranslation('personas')
  return (
    <Tooltip label={t('behaviour.liftMeaning')}>
      <button type="button" className={classes.term} aria-label={`${t('behaviour.lift')}: ${t('behaviour.liftMeaning')}`}>{t('behaviour.lift')}</button>
    </Tooltip>
  )
}

function Behaviours({ figures }: { figures: Figures }) {
  const { t } = useTranslation('personas')
  return (
    <div>
      <h3 className={classes.tableTitle}>{t('behaviour.title')}</h3>
      <p className={classes.quiet}>{t('behaviour.hint', { count: figures.lookedAt, others: formatNumber(figures.comparedWith) })}</p>
      {figures.behaviours.length === 0 ? <p className={classes.quiet}>{t('behaviour.none')}</p> : (
        <table className={classes.table}>
          <thead>
            <tr><th scope="col">{t('behaviour.event')}</th><th scope="col">{t('behaviour.share')}</th><th scope="col">{t('behaviour.all')}</th><th scope="col"><LiftHeader /></th></tr>
          </thead>
          <tbody className="numbers">
            {figures.behaviours.map((behaviour) => (
              <tr key={behaviour.event}>
                <th scope="row">{behaviour.event}</th>
                <td title={t('behaviour.peopleWho', { count: behaviour.people })}>{formatShare(behaviour.share)}</td>
                <td>{formatShare(behaviour.shareOfAll)}</td>
                <td>{formatLift(behaviour.lift)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function Channels({ figures }: { figures: Figures }) {
  const { t } = useTranslation('personas')
  const sayChannel = useChannelWord()
  const tables = [['orders', figures.orderChannels], ['visits', figures.visitChannels]] as const
  return (
    <div>
      {tables.filter(([, channels]) => channels.length > 0).map(([kind, channels]) => (
        <div key={kind} className={classes.channels}>
          <h3 className={classes.tableTitle}>{t(`channel.${kind}`)}</h3>
          <table className={classes.table}>
            <thead>
              <tr><th scope="col"><span className="visually-hidden">{t('stat.channel')}</span></th><th scope="col">{t('channel.count')}</th><th scope="col">{t('behaviour.share')}</th><th scope="col">{t('behaviour.all')}</th><th scope="col"><LiftHeader /></th></tr>
            </thead>
            <tbody className="numbers">
              {channels.map(({ channel, count, share, shareOfAll, lift }) => (
                <tr key={channel}>
                  <th scope="row">{sayChannel(channel)}</th>
                  <td>{formatNumber(count)}</td>
                  <td>{formatShare(share)}</td>
                  <td>{formatShare(shareOfAll)}</td>
                  <td>{lift === null ? '–' : formatLift(lift)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </div>
  )
}
