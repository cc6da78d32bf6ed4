import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiFailure } from '../../app/api.ts'
import { surveyQuery, type Survey } from './survey-requests.ts'
import { useDraft, type Draft } from './use-draft.ts'
import { useSaveSurvey } from './use-survey-changes.ts'

type Part = 'content' | 'targeting'

/** A part of a survey that is edited here, perhaps while somebody else edits it elsewhere. */
export interface SurveyDraft<Value> extends Draft<Value> {
  /** Somebody else saved it since: nothing more is saved until one of the two is chosen. */
  isBehind: boolean
  /** Which of the part's revisions this one began with. */
  readRevision: () => number
  /** Shows what is stored by now; undo brings back what was typed. */
  take: (stored: Survey) => void
  /** Saves what is here over what is stored by now. @throws what the server says */
  insist: (stored: Survey) => Promise<void>
}

export function useSurveyDraft<Name extends Part>(survey: Survey, name: Name, isUnfinished: (value: Survey[Name]) => boolean): SurveyDraft<Survey[Name]> {
  const client = useQueryClient()
  const save = useSaveSurvey(survey.id)
  // Known to the page, and at once to what is just being saved.
  const [shownRevision, setShownRevision] = useState(survey.revisions[name])
  const revision = useRef(shownRevision)
  const begin = (stored: Survey) => {
    revision.current = stored.revisions[name]
    setShownRevision(revision.current)
  }
  const draft = useDraft<Survey[Name]>(survey[name], async (value) => {
    try {
      begin(await save({ [name]: value, startedFrom: { [name]: revision.current } }))
    } catch (thrown) {
      if (isConflict(thrown)) await client.invalidateQueries({ queryKey: surveyQuery(survey.id).queryKey })
      throw thrown
    }
  }, isUnfinished)
  return {
    ...draft,
    // While it is saved, another reply may know of the new revision first.
    isBehind: draft.state !== 'saving' && survey.revisions[name] > shownRevision,
    readRevision: () => revision.current,
    take: (stored) => {
      begin(stored)
      draft.replace(stored[name])
    },
    insist: (stored) => {
      begin(stored)
      return draft.flush()
    },
  }
}

export function isConflict(cause: unknown): boolean {
  return cause instanceof ApiFailure && cause.status === 409
}
