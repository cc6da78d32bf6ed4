// Looking through the conditions of a survey.
import type { SurveyCondition } from '../surveys.contract.ts'

type Leaf = Exclude<SurveyCondition, { conditions: SurveyCondition[] }>

/** The conditions in groups, each with its path: `showIf.conditions.0`. */
export function listLeaves(condition: SurveyCondition, path: string): { leaf: Leaf; path: string }[] {
  return 'conditions' in condition ? condition.conditions.flatMap((part, index) => listLeaves(part, `${path}.conditions.${index}`)) : [{ leaf: condition, path }]
}

/** Whether what a person answers decides it. */
export function dependsOnAnswers(condition: SurveyCondition): boolean {
  return listLeaves(condition, '').some(({ leaf }) => leaf.type === 'answer' || leaf.type === 'score')
}
