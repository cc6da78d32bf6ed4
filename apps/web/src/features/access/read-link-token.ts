/** Links of set-up and invitations carry their token behind `#`, which browsers send to nobody. */
export function readLinkToken(hash: string = location.hash): string {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? ''
}
