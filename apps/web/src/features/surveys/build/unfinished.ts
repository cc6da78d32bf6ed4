// What in a draft cannot be sent yet, because a sentence has a gap.
import type { SurveyCondition, SurveyContent } from '@contract/surveys/surveys.contract.ts'
import { findRuleGap } from '../../segments/index.ts'
import { isGroup, needsValue } from './conditions.ts'

function isConditionUnfinished(condition: SurveyCondition): boolean {
  if (isGroup(condition)) return condition.conditions.length === 0 || condition.conditions.some(isConditionUnfinished)
  if (condition.type === 'person') return findRuleGap(condition.rule) !== null
  if (condition.type === 'score') return !Number.isFinite(condition.value)
  if (condition.type === 'answer') return needsValue(condition.operator) && (condition.value === undefined || Number.isNaN(condition.value))
  return false
}

/** As the server wants the address of a button. */
export function isWebAddress(typed: string): boolean {
  return /^https?:\/\/[^\s/]/.test(typed) && URL.canParse(typed)
}

export function isContentUnfinished(content: SurveyContent): boolean {
  const conditions = [...content.questions, ...content.endings].flatMap(({ showIf }) => showIf ?? [])
  const jumps = content.questions.flatMap((question) => question.jumps)
  const isUrlHalf = content.endings.some(({ url }) => url !== undefined && !isWebAddress(url))
  return isUrlHalf || [...conditions, ...jumps.map((jump) => jump.if)].some(isConditionUnfinished) || jumps.some(({ to }) => to === '')
}
