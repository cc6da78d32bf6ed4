import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { eventEntryList } from '@contract/catalogue/catalogue.contract.ts'
import type { connectorList, connectorTypeList, Delivery } from '@contract/connectors/connectors.contract.ts'
import { api } from '../../app/api.ts'
import type { Tone } from '../../ui/tag.tsx'

export type ConnectorType = z.infer<typeof connectorTypeList>['items'][number]

export const connectorsQuery = queryOptions({
  queryKey: ['connectors'],
  queryFn: ({ signal }) => api.get<z.infer<typeof connectorList>>('/v1/connectors', { signal }),
})

export const connectorTypesQuery = queryOptions({
  queryKey: ['connector-types'],
  queryFn: ({ signal }) => api.get<z.infer<typeof connectorTypeList>>('/v1/connector-types', { signal }),
  staleTime: Infinity,
})

/** Names of the events seen so far, as suggestions. */
export const eventNamesQuery = queryOptions({
  queryKey: ['connectors', 'event-names'],
  queryFn: async ({ signal }) => {
    const { items } = await api.get<z.infer<typeof eventEntryList>>('/v1/catalogue/events', { signal })
    return [...new Set(items.map((item) => item.name))].sort()
  },
  staleTime: 60_000,
})

export const statusTones: Record<Delivery['status'], Tone> = { delivered: 'good', failed: 'bad', waiting: 'neutral' }
