import { ActionIcon } from '@mantine/core'
import { IconArrowsShuffle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { defineConditionEditor, type ConditionProps, type LeafOf } from '../condition-editor.ts'
import { NumberField, TextField } from '../controls/fields.tsx'
import { mark, sayNumber } from '../sentence.ts'
import classes from '../builder.module.css'

type RandomCondition = LeafOf<'random'>

/** Another draw holds other people; its name only has to differ. */
const nameDraw = () => Math.random().toString(36).slice(2, 8)

function RandomEditor({ value, onChange }: ConditionProps<RandomCondition>) {
  const { t } = useTranslation('segments')
  return (
    <div className={classes.line}>
      <span className={classes.word}>{t('builder.random.before')}</span>
      <NumberField label={t('builder.random.percent')} value={value.percent} min={0} max={100} onChange={(percent) => onChange({ ...value, percent })} />
      <span className={classes.word}>{t('builder.random.after')}</span>
      <TextField label={t('builder.random.salt')} placeholder={t('builder.random.saltExample')} isOptional maxLength={100} value={value.salt} onChange={(salt) => onChange({ ...value, salt })} />
      <ActionIcon size={28} aria-label={t('builder.random.again')} title={t('builder.random.again')} onClick={() => onChange({ ...value, salt: nameDraw() })}>
        <IconArrowsShuffle size={16} />
      </ActionIcon>
    </div>
  )
}

export const random = defineConditionEditor({
  type: 'random',
  label: 'random',
  group: 'chance',
  create: () => ({ type: 'random', percent: 10, salt: '' }),
  Editor: RandomEditor,
  describe: ({ percent, salt }, { t }) => t(salt ? 'builder.say.randomDraw' : 'builder.say.random', { percent: mark(`${sayNumber(percent) || '…'} %`), salt: mark(salt) }),
  findGap: ({ percent }) => (Number.isFinite(percent) && percent >= 0 && percent <= 100 ? null : 'percent'),
})
