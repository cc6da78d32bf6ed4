// The one place where definitions of surveys meet segments.
import { RapportError } from '../../../platform/errors.ts'
import type { Db } from '../../../platform/postgres.ts'
import type { Condition, Definition } from '../../segments/conditions.contract.ts'
import { checkDefinition, listSegmentIds, readRules, setReferences, type KnownRules } from '../../segments/index.ts'
import { listLeaves } from '../content/condition.rules.ts'
import type { SurveyCondition, SurveyContent } from '../surveys.contract.ts'
import { findVersion, type StoredSurvey } from '../surveys.store.ts'
import { listTargetSegments } from './targeting.rules.ts'

export { readRules, type KnownRules }

const knownOfPerson: readonly string[] = ['trait', 'segment', 'consent', 'channel', 'random', 'all', 'any', 'none']

function* listConditions(condition: Condition): Generator<Condition> {
  yield condition
  if ('conditions' in condition) for (const part of condition.conditions) yield* listConditions(part)
}

/** What is wrong with a rule on the person who is asked; undefined for a good one. */
export function findRuleProblem(rule: Definition, rules: KnownRules): string | undefined {
  if ([...listConditions(rule)].some(({ type }) => !knownOfPerson.includes(type))) return 'A condition on the person looks at traits and segments. For what somebody did, make a segment and ask for that.'
  try {
    checkDefinition(rule, rules)
    return undefined
  } catch (error) {
    if (error instanceof RapportError) return error.message
    throw error
  }
}

function listSurveyConditions({ questions, endings }: SurveyContent): SurveyCondition[] {
  return [...questions.flatMap(({ showIf, jumps }) => [...(showIf ? [showIf] : []), ...jumps.map((jump) => jump.if)]), ...endings.flatMap(({ showIf }) => (showIf ? [showIf] : []))]
}

function listConditionSegments(content: SurveyContent): string[] {
  const leaves = listSurveyConditions(content).flatMap((condition) => listLeaves(condition, ''))
  return leaves.flatMap(({ leaf }) => (leaf.type === 'person' ? listSegmentIds(leaf.rule) : []))
}

/** Lets segments know what stands on them: targeting, conditions of the draft, and of what is published until the draft takes its place. */
export async function noteSegments(tx: Db, { workspaceId, id, name, content, targeting, version }: StoredSurvey): Promise<void> {
  const published = version > 0 ? await findVersion(tx, workspaceId, id, version) : undefined
  const contents = published ? [content, published] : [content]
  await setReferences(tx, workspaceId, [...new Set([...listTargetSegments(targeting), ...contents.flatMap(listConditionSegments)])], { kind: 'survey', id, name })
}
