import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Fragment, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { Condition } from '@contract/segments/conditions.contract.ts'
import { conditionGroups } from './condition-editor.ts'
import { conditionEditors } from './conditions/index.ts'

interface AddConditionMenuProps {
  buttonRef: Ref<HTMLButtonElement>
  isDisabled: boolean
  onAdd: (condition: Condition) => void
}

/** Every way to begin a condition, under the kind it belongs to. */
export function AddConditionMenu({ buttonRef, isDisabled, onAdd }: AddConditionMenuProps) {
  const { t } = useTranslation('segments')
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <Button ref={buttonRef} variant="default" leftSection={<IconPlus size={16} aria-hidden />} disabled={isDisabled}>
          {t('builder.addCondition')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="min(520px, 70vh)" style={{ overflowY: 'auto' }}>
        {conditionGroups.map((group) => (
          <Fragment key={group}>
            <Menu.Label>{t(`builder.addGroup.${group}`)}</Menu.Label>
            {conditionEditors
              .filter((editor) => editor.group === group)
              .flatMap((editor) => [editor, ...(editor.more ?? [])])
              .map((starter) => (
                <Menu.Item key={starter.label} onClick={() => onAdd(starter.create())}>
                  {t(`builder.add.${starter.label}`)}
                </Menu.Item>
              ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
