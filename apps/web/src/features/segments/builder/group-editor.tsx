import { Button } from '@mantine/core'
import { IconStackPush } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Condition, GroupCondition } from '@contract/segments/conditions.contract.ts'
import { AddConditionMenu } from './add-condition-menu.tsx'
import { ConditionRow } from './condition-row.tsx'
import { findEditor } from './conditions/index.ts'
import { Picker } from './controls/picker.tsx'
import { groupTypes, insertRow, isGroup, listLeaves, maxDepth, maxRows, removeRow, replaceRow } from './rule-tree.ts'
import { useRowKeys } from './use-row-keys.ts'
import classes from './builder.module.css'

interface GroupEditorProps<Group extends GroupCondition> {
  value: Group
  onChange: (value: Group) => void
  /** Where it stands: '' for the rule itself, "2." for the group in its second row. */
  path: string
  depth: number
  /** How many more conditions the whole rule can hold. */
  roomLeft: number
  segmentId: string | undefined
}

/** "all of:" and its rows, groups among them; and what can be added. */
export function GroupEditor<Group extends GroupCondition>({ value, onChange, path, depth, roomLeft, segmentId }: GroupEditorProps<Group>) {
  const { t } = useTranslation('segments')
  const addButton = useRef<HTMLButtonElement>(null)
  const { keys, newKey, insertKey, removeKey } = useRowKeys(value.conditions.length)
  const isRoot = path === ''
  const isFull = value.conditions.length >= maxRows
  const insert = (index: number, row: Condition) => {
    insertKey(index)
    onChange(insertRow(value, index, row))
  }
  const remove = (index: number) => {
    removeKey(index)
    onChange(removeRow(value, index))
    addButton.current?.focus()
  }
  return (
    <div className={isRoot ? classes.rule : classes.group}>
      <div className={classes.line}>
        {isRoot && <span className={classes.word}>{t('builder.group.people')}</span>}
        <Picker
          label={t(isRoot ? 'builder.group.label' : 'builder.group.nested')}
          value={value.type}
          options={groupTypes.map((type) => ({ value: type, label: t(`builder.group.${type}`) }))}
          onChange={(chosen) => onChange({ ...value, type: groupTypes.find((type) => type === chosen) ?? value.type })}
        />
        <span className={classes.word}>{t('builder.group.of')}</span>
      </div>
      {value.conditions.map((row, index) => (
        <ConditionRow
          key={keys[index]}
          position={`${path}${index + 1}`}
          joiner={index === 0 ? '' : t(`builder.joiner.${value.type}`)}
          isNew={keys[index] === newKey}
          isGroup={isGroup(row)}
          onDuplicate={isFull || listLeaves(row).length > roomLeft ? undefined : () => insert(index + 1, structuredClone(row))}
          onRemove={() => remove(index)}
        >
          <RowEditor value={row} onChange={(next) => onChange(replaceRow(value, index, next))} path={`${path}${index + 1}.`} depth={depth + 1} roomLeft={roomLeft} segmentId={segmentId} />
        </ConditionRow>
      ))}
      {isRoot && value.conditions.length === 0 && <p className={classes.remark}>{t(`builder.group.empty.${value.type}`)}</p>}
      <div className={classes.line}>
        <AddConditionMenu buttonRef={addButton} isDisabled={isFull || roomLeft < 1} onAdd={(row) => insert(value.conditions.length, row)} />
        {depth < maxDepth && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconStackPush size={16} aria-hidden />}
            disabled={isFull || roomLeft < 1}
            onClick={() => insert(value.conditions.length, { type: value.type === 'any' ? 'all' : 'any', conditions: [] })}
          >
            {t('builder.addGroupButton')}
          </Button>
        )}
        {(isFull || roomLeft < 1) && <span className={classes.remark}>{t('builder.full')}</span>}
      </div>
    </div>
  )
}

type RowEditorProps = Omit<GroupEditorProps<GroupCondition>, 'value' | 'onChange'> & { value: Condition; onChange: (value: Condition) => void }

function RowEditor({ value, onChange, segmentId, ...place }: RowEditorProps) {
  if (isGroup(value)) return <GroupEditor value={value} onChange={onChange} segmentId={segmentId} {...place} />
  const { Editor } = findEditor(value)
  return <Editor value={value} onChange={onChange} segmentId={segmentId} />
}
