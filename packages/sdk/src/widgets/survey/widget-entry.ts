/** The script that the SDK loads once a survey is due, or answers still wait for the network. */
import { sendWaiting } from './start-survey.tsx'
import { showSurvey, type ShowRequest } from './widget.ts'

;(window as { rapportSurvey?: { show(request: ShowRequest): void } }).rapportSurvey = { show: (request) => void showSurvey(request) }
void sendWaiting()
