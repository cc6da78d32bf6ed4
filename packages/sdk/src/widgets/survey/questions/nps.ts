/** How likely somebody is to recommend: 0 to 10. */
import { defineScale } from './scale.tsx'

export const nps = defineScale({
  type: 'nps',
  range: () => [0, 10],
  toneOf: (value) => (value >= 9 ? 'good' : value >= 7 ? 'fair' : 'poor'),
})
