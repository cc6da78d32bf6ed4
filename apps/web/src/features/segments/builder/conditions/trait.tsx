import { useTranslation } from 'react-i18next'
import { ComparisonEditor } from '../comparison-editor.tsx'
import { defineConditionEditor, type ConditionProps, type LeafOf } from '../condition-editor.ts'
import { Picker } from '../controls/picker.tsx'
import { findComparisonGap } from '../gaps.ts'
import { labelTrait } from '../labels.ts'
import { createComparison } from '../operators.ts'
import { mark, sayComparison } from '../sentence.ts'
import { useTraitNames } from '../use-names.ts'
import classes from '../builder.module.css'

type TraitCondition = LeafOf<'trait'>

function TraitEditor({ value, onChange }: ConditionProps<TraitCondition>) {
  const { t } = useTranslation('segments')
  const names = useTraitNames()
  return (
    <div className={classes.line}>
      <Picker
        label={t('builder.trait.label')}
        value={value.trait}
        valueLabel={labelTrait(value.trait, t)}
        placeholder={t('builder.trait.choose')}
        options={names.options}
        isLoading={names.isLoading}
        listTyped={(text) => [{ value: text, label: t('builder.picker.use', { text }) }]}
        onChange={(trait) => onChange({ type: 'trait', trait, ...createComparison(names.findTypes(trait)) })}
      />
      {value.trait !== '' && (
        <ComparisonEditor
          property={value.trait}
          label={labelTrait(value.trait, t)}
          types={names.findTypes(value.trait)}
          source={{ kind: 'seen', seen: { property: value.trait } }}
          value={value}
          onChange={(comparison) => onChange({ ...comparison, type: 'trait', trait: value.trait })}
        />
      )}
    </div>
  )
}

export const trait = defineConditionEditor({
  type: 'trait',
  label: 'trait',
  group: 'known',
  create: () => ({ type: 'trait', trait: '', operator: 'equals', value: '' }),
  Editor: TraitEditor,
  describe: (value, words) => `${mark(labelTrait(value.trait, words.t))} ${sayComparison(value.trait, value, words)}`,
  findGap: (value) => (value.trait === '' ? 'trait' : findComparisonGap(value)),
})
