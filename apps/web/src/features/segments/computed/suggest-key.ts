/** "Orders, last 90 days" → orders_last_90_days; empty where the name has no letter to begin with. */
export function suggestKey(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.replaceAll(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+/, '').slice(0, 60).replace(/_+$/, '')
}
