// Says in words what a computed trait works out.
import type { TFunction } from 'i18next'
import type { Computation } from '@contract/segments/computed-traits.contract.ts'
import type { EventFilter, Window } from '@contract/segments/conditions.contract.ts'
import { formatDate } from '../../../ui/format.ts'

type T = TFunction<'segments'>

function describeEvent(t: T, event: EventFilter): string {
  const name = event.name === '*' ? t('computation.anyEvent') : `“${event.name}”`
  return event.filters.length > 0 ? t('computation.filtered', { event: name, count: event.filters.length }) : name
}

function describeWindow(t: T, window: Window, timezone: string): string {
  if (window.kind === 'ever') return t('computation.ever')
  if (window.kind === 'between') return t('computation.between', { from: formatDate(window.from, timezone), to: formatDate(window.to, timezone) })
  return t('computation.inLast', { span: t(`computation.span.${window.length.unit}`, { count: window.length.amount }) })
}

/** "How often “Order Completed” happened in the last 90 days" */
export function describeComputation(t: T, computation: Computation, timezone: string): string {
  switch (computation.function) {
    case 'lifetime_value':
      return t('computation.lifetime_value')
    case 'rfm':
      return t(`computation.rfm.${computation.part}`, { days: computation.days })
    case 'first':
    case 'last':
      return t(computation.property === '$time' ? `computation.${computation.function}Time` : `computation.${computation.function}`, { event: describeEvent(t, computation.event), property: computation.property })
    case 'last_list':
      return t('computation.last_list', { event: describeEvent(t, computation.event), property: computation.property, count: computation.size })
    case 'days_since':
      return t(`computation.days_since.${computation.which}`, { event: describeEvent(t, computation.event) })
    case 'count':
      return t('computation.count', { event: describeEvent(t, computation.event), window: describeWindow(t, computation.window, timezone) })
    default:
      return t(`computation.${computation.function}`, { event: describeEvent(t, computation.event), property: computation.property, window: describeWindow(t, computation.window, timezone) })
  }
}
