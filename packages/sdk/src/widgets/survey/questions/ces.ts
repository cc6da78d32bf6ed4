/** How easy it was: 1 to 7. */
import { defineScale } from './scale.tsx'

export const ces = defineScale({ type: 'ces', range: () => [1, 7] })
