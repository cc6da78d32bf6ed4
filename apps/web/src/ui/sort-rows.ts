/** Sorts rows by one value of each, for short lists that came whole; without `read` the order stays. */
export function sortRows<Row>(rows: Row[], read: ((row: Row) => string | number) | undefined, direction: string): Row[] {
  if (!read) return rows
  const sign = direction === 'desc' ? -1 : 1
  return rows.toSorted((left, right) => {
    const one = read(left)
    const other = read(right)
    return (one < other ? -1 : one > other ? 1 : 0) * sign
  })
}
