// What other features, benchmarks and test support may use of segments; the processor and people use live/index.ts.
export { setReference } from './references.store.ts'
export { matchesFilter, type SeenEvent } from './conditions/event-match.ts'
export { readWallClock } from './conditions/moment.ts'
export { readPersonRules, type PersonRules } from './person-rules.ts'
export { readNames as readSegmentNames } from './segments.store.ts'
export { loadRuleEnvironment } from './rule-environment.ts'
export { compileRule } from './rule-sql.ts'
export { createSegment, findMemberIds, readSegment } from './segments.service.ts'
