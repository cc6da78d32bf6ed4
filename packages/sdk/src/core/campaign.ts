/** Campaign parameters and click ids of a landing address. */

export type Campaign = Record<string, string>

const clickIds = new Set(['gclid', 'gbraid', 'wbraid', 'fbclid', 'msclkid', 'ttclid'])

/**
 * `utm_source=x&gclid=y` → `{ source: 'x', gclid: 'y' }`; null if there is none.
 * `utm_campaign` is `name`, as in Segment's context.campaign.
 */
export function readCampaign(search: string): Campaign | null {
  const campaign: Campaign = {}
  for (const [key, value] of new URLSearchParams(search)) {
    if (!value) continue
    if (key.startsWith('utm_')) campaign[key === 'utm_campaign' ? 'name' : key.slice(4)] = value
    else if (clickIds.has(key)) campaign[key] = value
  }
  return Object.keys(campaign).length ? campaign : null
}
