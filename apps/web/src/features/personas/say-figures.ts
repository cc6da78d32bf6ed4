// Figures of personas as people read them.
import { formatNumber } from '../../ui/format.ts'

export function formatShare(share: number | null): string {
  if (share === null) return '–'
  return formatNumber(share, { style: 'percent', maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 })
}

export function formatStars(stars: number): string {
  return formatNumber(stars, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}

/** 2.34 → 2.3 × */
export function formatLift(lift: number): string {
  return `${formatNumber(lift, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} ×`
}

const knownChannels = ['web', 'app', 'store', 'other']

/** The key of a channel's word; undefined for one that is called as it is. */
export function findChannelKey(channel: string): string | undefined {
  return knownChannels.includes(channel) ? `channel.${channel}` : undefined
}

/** One entry a line, empty lines left out. */
export const toLines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
