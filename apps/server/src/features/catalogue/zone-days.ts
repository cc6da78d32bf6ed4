// Which day of the workspace's zone an instant falls on, asked for every event.

const slotMs = 15 * 60_000
const maxSlots = 10_000

/** All zones are whole quarters of an hour from UTC, so one answer holds for a quarter of an hour. Days are 2026-03-01. */
export function createZoneDays(timezone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const days = new Map<number, string>()
  let lastSlot = Number.NaN
  let lastDay = ''
  return (time) => {
    const slot = Math.floor(time / slotMs)
    if (slot === lastSlot) return lastDay
    let day = days.get(slot)
    if (day === undefined) {
      if (days.size >= maxSlots) days.clear()
      day = format.format(slot * slotMs)
      days.set(slot, day)
    }
    lastSlot = slot
    lastDay = day
    return day
  }
}
