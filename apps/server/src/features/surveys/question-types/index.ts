// The types of questions: one file and one line each.
import { createRegistry } from '../../../platform/variants.ts'
import { nps } from './nps.ts'

export const questionTypes = createRegistry([nps])
