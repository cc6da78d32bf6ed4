/** The script that the SDK loads once a survey is due, or answers still wait for the network. */
import { sendWaiting } from './start-survey.tsx'
import { showSurvey, type ShowRequest } from './widget.ts'

const page = window as { rapportSurvey?: { show(request: ShowRequest): void } }

// Loaded twice, the first copy does the work: it knows what is open.
page.rapportSurvey ??= { show: (request) => void showSurvey(request) }
void sendWaiting()
