import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatCompact } from '../../../../ui/format.ts'
import { segmentNamesQuery } from '../builder-requests.ts'
import { defineConditionEditor, type ConditionProps, type LeafOf } from '../condition-editor.ts'
import { Picker } from '../controls/picker.tsx'
import { mark } from '../sentence.ts'
import classes from '../builder.module.css'

type SegmentCondition = LeafOf<'segment'>

function SegmentEditor({ value, onChange, segmentId }: ConditionProps<SegmentCondition>) {
  const { t } = useTranslation('segments')
  const { data, isPending } = useQuery(segmentNamesQuery)
  return (
    <div className={classes.line}>
      <Picker
        label={t('builder.segment.member')}
        value={value.isMember ? 'in' : 'out'}
        options={(['in', 'out'] as const).map((each) => ({ value: each, label: t(`builder.segment.${each}`) }))}
        onChange={(chosen) => onChange({ ...value, isMember: chosen === 'in' })}
      />
      <Picker
        label={t('builder.segment.label')}
        value={value.segmentId}
        placeholder={t('builder.segment.choose')}
        isSearchable
        isLoading={isPending}
        options={(data ?? [])
          .filter((segment) => segment.id !== segmentId)
          .map((segment) => ({ value: segment.id, label: segment.name, hint: formatCompact(segment.size) }))}
        onChange={(chosen) => onChange({ ...value, segmentId: chosen })}
      />
    </div>
  )
}

export const segment = defineConditionEditor({
  type: 'segment',
  label: 'segment',
  group: 'segments',
  create: () => ({ type: 'segment', segmentId: '', isMember: true }),
  Editor: SegmentEditor,
  describe: ({ segmentId, isMember }, words) => words.t(`builder.say.segment.${isMember ? 'in' : 'out'}`, { name: mark(segmentId && words.nameSegment(segmentId)) }),
  findGap: ({ segmentId }) => (segmentId === '' ? 'segment' : null),
})
