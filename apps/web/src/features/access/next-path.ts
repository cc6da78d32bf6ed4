/** Only an address of this app may follow a sign-in, never another site. */
export function chooseNextPath(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/'
}
