import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiFailure, describeFailure } from '../app/api.ts'

export interface Submission<Args extends unknown[]> {
  submit: (...args: Args) => Promise<void>
  isBusy: boolean
  /** The sentence to show above the buttons; null while a field says it. */
  failure: string | null
  details: ApiFailure['details']
  /** The server's word on one field. */
  errorOf: (path: string) => string | undefined
  reset: () => void
}

/**
 * Sends a form: busy while it runs, keeps what was typed when it fails, tells which field was wrong.
 * @example const form = useSubmit(async () => { await api.post('/v1/team/invitations', { email, role }) })
 */
export function useSubmit<Args extends unknown[]>(act: (...args: Args) => Promise<unknown>): Submission<Args> {
  const [isBusy, setIsBusy] = useState(false)
  const [cause, setCause] = useState<unknown>(null)
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  const submit = useCallback(async (...args: Args) => {
    setIsBusy(true)
    setCause(null)
    try {
      await latest.current(...args)
    } catch (thrown) {
      setCause(thrown ?? new Error())
    } finally {
      setIsBusy(false)
    }
  }, [])
  const reset = useCallback(() => setCause(null), [])
  const details = cause instanceof ApiFailure ? cause.details : []
  return {
    submit,
    isBusy,
    failure: cause === null ? null : describeFailure(cause),
    details,
    errorOf: (path) => details.find((detail) => detail.path === path)?.message,
    reset,
  }
}
