/** Keeps the SDK's own failures out of the page: a tracking bug must never break a checkout. */
export type Guard = <A extends unknown[]>(work: (...args: A) => void) => (...args: A) => void

export function createGuard(onFailure: (error: unknown) => void): Guard {
  return (work) =>
    (...args) => {
      try {
        work(...args)
      } catch (error) {
        try {
          onFailure(error)
        } catch {
          // A listener of the page failed while it was told of a failure: nobody is left to tell.
        }
      }
    }
}
