/** How satisfied somebody is: 1 to 3, 5 or 10. */
import { defineScale } from './scale.tsx'

export const csat = defineScale({ type: 'csat', range: ({ config }) => [1, config.scale ?? 5] })
