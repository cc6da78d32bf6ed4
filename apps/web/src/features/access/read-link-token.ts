/** The links of set-up and of an invitation carry their token behind `#`, which browsers send to nobody. */
export function readLinkToken(hash: string = location.hash): string {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? ''
}
