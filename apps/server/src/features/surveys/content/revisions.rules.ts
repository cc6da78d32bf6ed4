// Two people at one survey: whoever saves what began with an older revision is told, instead of undoing the other's work.
import { isDeepStrictEqual } from 'node:util'
import { RapportError } from '../../../platform/errors.ts'
import type { SurveyRevisions, updateSurveyRequest } from '../surveys.contract.ts'
import type { StoredSurvey } from '../surveys.store.ts'
import type { z } from 'zod'

const parts = ['content', 'targeting'] as const

type Saved = Pick<z.output<typeof updateSurveyRequest>, 'content' | 'targeting'>

/**
 * `saved`: the parts that a change is about; without it, both are. What is saved again as it stands there, such as a
 * repeated request, is no conflict. @throws conflict
 */
export function assertUpToDate(stored: StoredSurvey, startedFrom: Partial<SurveyRevisions>, saved?: Saved): void {
  for (const part of parts) {
    const [then, now] = [startedFrom[part], stored.revisions[part]]
    if (then === undefined || then === now) continue
    if (saved && (saved[part] === undefined || isDeepStrictEqual(saved[part], stored[part]))) continue
    throw new RapportError('conflict', 'Somebody else has changed this survey since you opened it. Load it again, then save your changes.', {
      details: [{ path: `startedFrom.${part}`, message: `The ${part} is at revision ${now} by now.` }],
    })
  }
}

/** `after` with the revisions of what it changes. */
export function countRevisions(before: StoredSurvey, after: StoredSurvey): StoredSurvey {
  const count = (part: (typeof parts)[number]) => before.revisions[part] + (isDeepStrictEqual(before[part], after[part]) ? 0 : 1)
  return { ...after, revisions: { content: count('content'), targeting: count('targeting') } }
}
