// What responses wait for in the stream: the profile of somebody who was not known when they answered.
import type { StreamHandler } from '../../../platform/feature.ts'
import { rememberWhoAnswered } from '../jobs/remember-who-answered.ts'
import { surveyStarted } from '../surveys.contract.ts'

export const rememberRespondent: StreamHandler = {
  name: 'survey-respondents',
  events: [surveyStarted],
  matches: ({ workspaceId, profileId, properties }) => {
    const responseId = properties['response_id']
    return typeof responseId === 'string' ? { workspaceId, responseId, profileId } : undefined
  },
  job: rememberWhoAnswered.name,
  isBatched: true,
}
