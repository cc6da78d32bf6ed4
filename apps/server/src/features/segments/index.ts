// What other features, benchmarks and test support may use of segments; the processor and people use live/index.ts.
export { setReference } from './references.store.ts'
export { loadRuleEnvironment } from './rule-environment.ts'
export { compileRule } from './rule-sql.ts'
export { createSegment, findMemberIds, readSegment } from './segments.service.ts'
