// What a deleted response left in the stream's history.
import type { ClickHouse } from '../../../platform/clickhouse.ts'
import { callBackRequested, surveyAnswered, surveyCompleted } from '../surveys.contract.ts'

const uuid = /^[0-9a-f-]{36}$/

/** Removes the events that hold what was said; that somebody was asked and began stays. Ids that are none are passed over. */
export async function removeAnswerEvents(clickhouse: ClickHouse, workspaceId: number, responseIds: readonly string[]): Promise<void> {
  const ids = responseIds.filter((id) => uuid.test(id)).map((id) => `'${id}'`)
  if (ids.length === 0) return
  const names = [surveyAnswered, surveyCompleted, callBackRequested].map((name) => `'${name}'`)
  await clickhouse.command(`DELETE FROM events WHERE workspace_id = ${workspaceId} AND name IN (${names.join(', ')}) AND text_properties['response_id'] IN (${ids.join(', ')})`)
}
