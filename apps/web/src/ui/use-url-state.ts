import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

/**
 * Filters and sort that live in the address, so that a view can be shared and the back button works.
 * Every value is text; a value equal to its default is left out of the address.
 * @example const [view, setView] = useUrlState({ search: '', sort: 'lastSeen', direction: 'desc' })
 *          setView({ search: 'anna' })
 */
export function useUrlState<State extends Record<string, string>>(defaults: State): [State, (changes: Partial<State>) => void] {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const key = JSON.stringify(defaults)
  const state = useMemo(() => {
    const initial = JSON.parse(key) as State
    return Object.fromEntries(Object.keys(initial).map((name) => [name, search[name] ?? initial[name]])) as State
  }, [search, key])
  const setState = useCallback(
    (changes: Partial<State>) => {
      const initial = JSON.parse(key) as State
      void navigate({
        to: '.',
        replace: true,
        search: ((previous: Record<string, string>) => {
          const next: Record<string, string | undefined> = { ...previous, ...changes }
          for (const name of Object.keys(initial)) {
            if (next[name] === initial[name] || next[name] === '') next[name] = undefined
          }
          return next
        }) as never,
      })
    },
    [navigate, key],
  )
  return [state, setState]
}
