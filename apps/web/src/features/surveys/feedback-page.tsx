import { Navigate } from '@tanstack/react-router'
import { useWorkspacePath } from '../../app/session.ts'

/** Feedback begins with its surveys. */
export function FeedbackPage() {
  const toPath = useWorkspacePath()
  return <Navigate to={toPath('/feedback/surveys')} replace />
}
