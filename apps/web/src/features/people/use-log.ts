import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notifications } from '@mantine/notifications'
import type { Person } from '@contract/people/people.contract.ts'
import { api } from '../../app/api.ts'
import { personQuery } from './people-requests.ts'

/** Writes something onto a person's timeline; it appears there once it went through the stream. */
export function useLog<Body>(personId: string, what: 'notes' | 'interactions', done: string, onDone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => api.post<Person>(`/v1/people/${personId}/${what}`, body),
    onSuccess: (person) => {
      notifications.show({ message: done })
      client.setQueryData(personQuery(personId).queryKey, person)
      onDone()
    },
  })
}
