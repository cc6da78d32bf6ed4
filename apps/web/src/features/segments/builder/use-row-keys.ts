import { useState } from 'react'

let last = 0
const makeKey = () => `row-${(last += 1)}`

/**
 * Keys for rows that have no id of their own: they move with the rows when one comes or goes, so that what is being
 * typed stays where it is. A list that changed from outside gets new ones.
 */
export function useRowKeys(count: number) {
  const [keys, setKeys] = useState(() => Array.from({ length: count }, makeKey))
  // The key of the row that was added last, which takes the focus.
  const [newKey, setNewKey] = useState<string | null>(null)
  let current = keys
  if (keys.length !== count) {
    current = Array.from({ length: count }, (_, index) => keys[index] ?? makeKey())
    setKeys(current)
  }
  return {
    keys: current,
    newKey,
    insertKey: (index: number) => {
      const key = makeKey()
      setKeys(current.toSpliced(index, 0, key))
      setNewKey(key)
    },
    removeKey: (index: number) => setKeys(current.toSpliced(index, 1)),
  }
}
