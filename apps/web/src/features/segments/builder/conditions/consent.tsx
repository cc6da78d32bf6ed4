import { useTranslation } from 'react-i18next'
import { defineConditionEditor, type ConditionProps, type LeafOf } from '../condition-editor.ts'
import { Picker } from '../controls/picker.tsx'
import { mark } from '../sentence.ts'
import classes from '../builder.module.css'

type ConsentCondition = LeafOf<'consent'>
const states = ['granted', 'withdrawn', 'unknown'] as const
const purposes = ['marketing', 'analytics', 'personalisation', 'research'] as const
const channels = ['email', 'sms', 'phone', 'push', 'whatsapp', 'post'] as const
/** No channel can be called so: names of channels have no spaces around them. */
const everyChannel = ' '

function ConsentEditor({ value, onChange }: ConditionProps<ConsentCondition>) {
  const { t } = useTranslation('segments')
  const use = (text: string) => [{ value: text, label: t('builder.picker.use', { text }) }]
  return (
    <div className={classes.line}>
      <Picker
        label={t('builder.consent.state')}
        value={value.state}
        options={states.map((state) => ({ value: state, label: t(`builder.consent.${state}`) }))}
        onChange={(chosen) => onChange({ ...value, state: states.find((state) => state === chosen) ?? 'granted' })}
      />
      <Picker
        label={t('builder.consent.purpose')}
        value={value.purpose}
        placeholder={t('builder.consent.choose')}
        options={purposes.map((purpose) => ({ value: purpose, label: t(`builder.consent.purposes.${purpose}`) }))}
        listTyped={use}
        onChange={(purpose) => onChange({ ...value, purpose })}
      />
      <Picker
        label={t('builder.consent.channel')}
        value={value.channel ?? everyChannel}
        options={[{ value: everyChannel, label: t('builder.consent.everyChannel') }, ...channels.map((channel) => ({ value: channel, label: t(`builder.consent.channels.${channel}`) }))]}
        listTyped={use}
        onChange={(channel) => onChange({ ...value, channel: channel === everyChannel ? null : channel })}
      />
    </div>
  )
}

export const consent = defineConditionEditor({
  type: 'consent',
  label: 'consent',
  group: 'consent',
  create: () => ({ type: 'consent', purpose: 'marketing', channel: null, state: 'granted' }),
  Editor: ConsentEditor,
  describe: ({ purpose, channel, state }, { t }) =>
    t('builder.say.consent', {
      state: t(`builder.consent.${state}`),
      purpose: mark(t(`builder.consent.purposes.${purpose}`, { defaultValue: purpose })),
      channel: mark(channel === null ? t('builder.consent.everyChannel') : t(`builder.consent.channels.${channel}`, { defaultValue: channel })),
    }),
  findGap: ({ purpose }) => (purpose.trim() === '' ? 'purpose' : null),
})
