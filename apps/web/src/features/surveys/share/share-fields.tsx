import type { ReactNode } from 'react'
import { BuildContext } from '../build/build-context.ts'
import type { TabProps } from '../survey-view.ts'

/** Lets texts of channels be edited in the survey's main language, as those of questions are. */
export function ShareFields({ content, canWrite, language, children }: Pick<TabProps, 'content' | 'canWrite'> & { language: string; children: ReactNode }) {
  return <BuildContext value={{ content: content.value, change: content.change, language, types: [], issues: [], canWrite }}>{children}</BuildContext>
}
