import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { notifications } from '@mantine/notifications'
import type { z } from 'zod'
import type { EventEntry, EventEntryDetail, eventEntryList, PropertyEntry, traitEntryList, updateEventRequest, updatePropertyRequest } from '@contract/catalogue/catalogue.contract.ts'
import { api, describeFailure } from '../../app/api.ts'

export type EventChange = z.infer<typeof updateEventRequest>
export type PropertyChange = z.infer<typeof updatePropertyRequest>

/** An address cannot hold an empty name: identify and group have none. */
export function toEventPath({ type, name }: Pick<EventEntry, 'type' | 'name'>): string {
  return `/catalogue/events/${encodeURIComponent(type)}/${encodeURIComponent(name === '' ? '-' : name)}`
}

export const eventsQuery = queryOptions({
  queryKey: ['catalogue', 'events'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof eventEntryList>>('/v1/catalogue/events', { signal })).items,
})

export const eventQuery = (type: string, name: string) =>
  queryOptions({
    queryKey: ['catalogue', 'event', type, name],
    queryFn: ({ signal }) => api.get<EventEntryDetail>(`/v1${toEventPath({ type, name })}`, { signal }),
  })

export const traitsQuery = queryOptions({
  queryKey: ['catalogue', 'traits'],
  queryFn: async ({ signal }) => (await api.get<z.infer<typeof traitEntryList>>('/v1/catalogue/traits', { signal })).items,
})

function useShowFailure() {
  const { t } = useTranslation('catalogue')
  return (cause: unknown) => notifications.show({ color: 'red', title: t('failed'), message: describeFailure(cause), autoClose: 12_000 })
}

/** Describes or blocks an event, or gives it a schema. Descriptions and blocks show at once. */
export function useChangeEvent(type: string, name: string) {
  const client = useQueryClient()
  const showFailure = useShowFailure()
  const { queryKey } = eventQuery(type, name)
  return useMutation({
    mutationFn: (change: EventChange) => api.patch<EventEntryDetail>(`/v1${toEventPath({ type, name })}`, change),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData<EventEntryDetail>(queryKey)
      // A schema may be refused: it shows once the server has taken it.
      const { schema: _schema, schemaMode: _mode, ...safe } = change
      if (before) client.setQueryData<EventEntryDetail>(queryKey, { ...before, ...safe })
      return { before }
    },
    onError: (cause, change, context) => {
      if (context?.before) client.setQueryData(queryKey, context.before)
      if (change.schema === undefined) showFailure(cause)
    },
    onSuccess: (event) => {
      client.setQueryData(queryKey, event)
      void client.invalidateQueries({ queryKey: eventsQuery.queryKey })
    },
  })
}

export interface PropertyTarget {
  name: string
  change: PropertyChange
}

/** Describes or blocks a property of an event. */
export function useChangeProperty(type: string, name: string) {
  const client = useQueryClient()
  const showFailure = useShowFailure()
  const { queryKey } = eventQuery(type, name)
  return useMutation({
    mutationFn: (target: PropertyTarget) => api.patch<PropertyEntry>(`/v1${toEventPath({ type, name })}/properties/${encodeURIComponent(target.name)}`, target.change),
    onMutate: async (target) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData<EventEntryDetail>(queryKey)
      if (before) client.setQueryData<EventEntryDetail>(queryKey, { ...before, properties: applyChange(before.properties, target) })
      return { before }
    },
    onError: (cause, _target, context) => {
      if (context?.before) client.setQueryData(queryKey, context.before)
      showFailure(cause)
    },
  })
}

/** Describes or blocks a trait. */
export function useChangeTrait() {
  const client = useQueryClient()
  const showFailure = useShowFailure()
  const { queryKey } = traitsQuery
  return useMutation({
    mutationFn: (target: PropertyTarget) => api.patch<PropertyEntry>(`/v1/catalogue/traits/${encodeURIComponent(target.name)}`, target.change),
    onMutate: async (target) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData<PropertyEntry[]>(queryKey)
      if (before) client.setQueryData<PropertyEntry[]>(queryKey, applyChange(before, target))
      return { before }
    },
    onError: (cause, _target, context) => {
      if (context?.before) client.setQueryData(queryKey, context.before)
      showFailure(cause)
    },
  })
}

function applyChange(entries: PropertyEntry[], { name, change }: PropertyTarget): PropertyEntry[] {
  return entries.map((entry) => (entry.name === name ? { ...entry, ...change } : entry))
}
