import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'

interface UndoNotification {
  id: string
  title: string
  message?: string
  /** The verb of the button, e.g. "Undo". */
  undo: string
  onUndo: () => void
}

/** Says what was done and offers to take it back, for 12 seconds. */
export function showUndo({ id, title, message, undo, onUndo }: UndoNotification): void {
  notifications.show({
    id,
    title,
    autoClose: 12_000,
    message: (
      <span style={{ display: 'flex', alignItems: 'center', gap: 12, justifyContent: 'space-between' }}>
        <span>{message}</span>
        <Button
          variant="default"
          size="compact-sm"
          style={{ flex: 'none' }}
          onClick={() => {
            notifications.hide(id)
            onUndo()
          }}
        >
          {undo}
        </Button>
      </span>
    ),
  })
}

export function showFailure(title: string, message: string): void {
  notifications.show({ color: 'red', title, message, autoClose: 12_000 })
}
