// Changes to one person that show at once and are taken back if the server refuses them.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { api, describeFailure } from '../../app/api.ts'
import { personQuery } from './people-requests.ts'
import { showFailure, showUndo } from './undo-notification.tsx'

/** The person as they will be once these traits are set; null takes one away. */
export function applyTraits(person: Person, traits: Record<string, unknown>, at: string): Person {
  const others = person.traitDetails.filter((trait) => !(trait.name in traits))
  const set = Object.entries(traits).filter(([, value]) => value !== null).map(([name, value]) => ({ name, value, setAt: at }))
  const traitDetails = person.traitDetails
    .map((trait) => set.find((each) => each.name === trait.name) ?? trait)
    .filter((trait) => traits[trait.name] !== null)
  const added = set.filter((trait) => !person.traitDetails.some((each) => each.name === trait.name))
  return {
    ...person,
    traitDetails: [...traitDetails, ...added],
    traits: Object.fromEntries([...others, ...set].map((trait) => [trait.name, trait.value])),
  }
}

/** Sets traits; null removes one, with a way back. */
export function useEditTraits(personId: string) {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const { queryKey } = personQuery(personId)
  const edit = useMutation({
    mutationFn: (traits: Record<string, unknown>) => api.patch<Person>(`/v1/people/${personId}/traits`, { traits }),
    onMutate: async (traits) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData<Person>(queryKey)
      if (before) client.setQueryData(queryKey, applyTraits(before, traits, new Date().toISOString()))
      return { before }
    },
    onError: (cause, _traits, context) => {
      if (context?.before) client.setQueryData(queryKey, context.before)
      showFailure(t('traits.failed'), describeFailure(cause))
    },
    onSuccess: (person) => client.setQueryData(queryKey, person),
  })
  const remove = (name: string, value: unknown) =>
    edit.mutate({ [name]: null }, {
      onSuccess: () => showUndo({ id: `trait-${name}`, title: t('traits.removed', { name }), undo: t('undo'), onUndo: () => edit.mutate({ [name]: value }) }),
    })
  return { edit, remove }
}

export interface ConsentChange {
  purpose: string
  channel: string | null
  isGranted: boolean
}

/** Grants or withdraws consent for one purpose and channel. */
export function useSetConsent(personId: string) {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const { queryKey } = personQuery(personId)
  return useMutation({
    mutationFn: (change: ConsentChange) => api.put<Person>(`/v1/people/${personId}/consent`, change),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData<Person>(queryKey)
      if (before) {
        const isSame = (state: Person['consent'][number]) => state.purpose === change.purpose && state.channel === change.channel
        const next = { ...change, at: new Date().toISOString(), source: null }
        const consent = before.consent.some(isSame) ? before.consent.map((state) => (isSame(state) ? next : state)) : [...before.consent, next]
        client.setQueryData(queryKey, { ...before, consent })
      }
      return { before }
    },
    onError: (cause, _change, context) => {
      if (context?.before) client.setQueryData(queryKey, context.before)
      showFailure(t('consent.failed'), describeFailure(cause))
    },
    onSuccess: (person) => client.setQueryData(queryKey, person),
  })
}
