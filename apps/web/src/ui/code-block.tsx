import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './code-block.module.css'

interface CodeBlockProps {
  code: string
  /** What it is, for screen readers: "Browser snippet". */
  label: string
  maxHeightPixels?: number
}

/** Text to copy as it is. */
export function CodeBlock({ code, label, maxHeightPixels }: CodeBlockProps) {
  return (
    <div className={classes.block}>
      {/* Focusable, because it may scroll. */}
      <pre className={classes.code} role="region" tabIndex={0} aria-label={label} style={{ maxHeight: maxHeightPixels }}>
        {code}
      </pre>
      <div className={classes.copy}>
        <CopyAction text={code} label={label} />
      </div>
    </div>
  )
}

/** A small button that copies `text` and says so. */
export function CopyAction({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation('ui')
  return (
    <CopyButton value={text} timeout={1600}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('copied') : t('copy')} openDelay={copied ? 0 : 300}>
          <ActionIcon onClick={copy} aria-label={copied ? t('copied') : t('copyLabel', { label })} variant="subtle">
            {copied ? <IconCheck size={16} color="var(--good)" /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}

/** A short value such as a key, with its copy button. */
export function CopyableValue({ value, label }: { value: string; label: string }) {
  return (
    <span className={classes.value}>
      <code className="truncate">{value}</code>
      <CopyAction text={value} label={label} />
    </span>
  )
}
