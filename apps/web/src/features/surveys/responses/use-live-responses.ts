import { useLive, useThrottled } from '../../../app/live.ts'
import { useRefreshResponses } from './response-requests.ts'

/** Figures of a long list take the server a moment, so they are asked for at most this often. */
const gapMilliseconds = 1_000

/** Brings new answers in while the page is open: each is an event in the stream, whose processing is told. */
export function useLiveResponses(isEnabled: boolean): void {
  const refreshResponses = useRefreshResponses()
  const refresh = useThrottled(() => {
    if (document.visibilityState === 'visible') void refreshResponses()
  }, gapMilliseconds)
  useLive((message) => {
    if (message.kind === 'processed') refresh()
  }, isEnabled)
}
