import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Definition } from '@contract/segments/conditions.contract.ts'
import { GroupEditor } from './group-editor.tsx'
import { countNodes, listLeaves, maxLeaves } from './rule-tree.ts'
import classes from './builder.module.css'

interface RuleEditorProps {
  value: Definition
  onChange: (definition: Definition) => void
  /** The segment that is being edited: it cannot be a condition of itself. */
  segmentId?: string
}

/** A rule as sentences that can be changed word by word. */
export function RuleEditor({ value, onChange, segmentId }: RuleEditorProps) {
  const { t } = useTranslation('segments')
  // The rule before a row was removed, until the next change.
  const [before, setBefore] = useState<Definition | null>(null)
  const change = (next: Definition) => {
    setBefore(countNodes(next) < countNodes(value) ? value : null)
    onChange(next)
  }
  return (
    <div className={classes.editor}>
      <GroupEditor value={value} onChange={change} path="" depth={1} roomLeft={maxLeaves - listLeaves(value).length} segmentId={segmentId} />
      <div aria-live="polite" className={classes.undo}>
        {before && (
          <>
            <span>{t('builder.removed')}</span>
            <Button variant="subtle" size="compact-sm" onClick={() => change(before)}>{t('builder.undo')}</Button>
          </>
        )}
      </div>
    </div>
  )
}
