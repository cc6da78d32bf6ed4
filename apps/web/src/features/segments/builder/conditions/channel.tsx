import { useTranslation } from 'react-i18next'
import { defineConditionEditor, type ConditionProps, type LeafOf } from '../condition-editor.ts'
import { Picker } from '../controls/picker.tsx'
import { mark } from '../sentence.ts'
import classes from '../builder.module.css'

type ChannelCondition = LeafOf<'channel'>
const channels = ['email', 'sms'] as const

function ChannelEditor({ value, onChange }: ConditionProps<ChannelCondition>) {
  const { t } = useTranslation('segments')
  return (
    <div className={classes.line}>
      <Picker
        label={t('builder.channel.reachable')}
        value={value.isReachable ? 'yes' : 'no'}
        options={(['yes', 'no'] as const).map((each) => ({ value: each, label: t(`builder.channel.${each}`) }))}
        onChange={(chosen) => onChange({ ...value, isReachable: chosen === 'yes' })}
      />
      <Picker
        label={t('builder.channel.label')}
        value={value.channel}
        options={channels.map((channel) => ({ value: channel, label: t(`builder.channel.${channel}`) }))}
        onChange={(chosen) => onChange({ ...value, channel: chosen === 'sms' ? 'sms' : 'email' })}
      />
    </div>
  )
}

export const channel = defineConditionEditor({
  type: 'channel',
  label: 'channel',
  group: 'consent',
  create: () => ({ type: 'channel', channel: 'email', isReachable: true }),
  Editor: ChannelEditor,
  describe: (value, { t }) => t(`builder.say.channel.${value.isReachable ? 'yes' : 'no'}`, { channel: mark(t(`builder.channel.${value.channel}`)) }),
  findGap: () => null,
})
