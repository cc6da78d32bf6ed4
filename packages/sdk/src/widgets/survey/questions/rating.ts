/** A rating of as many steps as the question says. */
import { defineScale } from './scale.tsx'

export const rating = defineScale({ type: 'rating', range: ({ config }) => [1, config.steps ?? 5] })
