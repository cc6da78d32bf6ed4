import { createContext, useContext } from 'react'
import type { FailureDetail } from '../../../app/api.ts'
import type { QuestionTypeDescription, SurveyContent } from '../survey-requests.ts'

export interface BuildState {
  content: SurveyContent
  change: (content: SurveyContent) => void
  /** The language whose texts are edited. */
  language: string
  types: readonly QuestionTypeDescription[]
  /** What the server says is missing in the open part, by path below it. */
  issues: FailureDetail[]
  canWrite: boolean
}

export const BuildContext = createContext<BuildState | null>(null)

/** What every editor of a part needs to know of the whole. */
export function useBuild(): BuildState {
  const state = useContext(BuildContext)
  if (!state) throw new Error('useBuild was called outside the builder')
  return state
}

/** What is wrong at a path of the open part, or in it. */
export function useIssue(path: string): string | undefined {
  const { issues } = useBuild()
  return (issues.find((issue) => issue.path === path) ?? issues.find((issue) => issue.path.startsWith(`${path}.`)))?.message
}
